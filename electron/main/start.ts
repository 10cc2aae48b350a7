import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { brokerPassword } from '../station/broker-password.ts';
import { Failure, sentenceOf } from '../station/failure.ts';
import { parseFlags, type StartFlags } from '../station/flags.ts';
import { ownArguments } from './arguments.ts';

export interface StartFacts {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly isPackaged: boolean;
  readonly version: string;
}

/** How the program was started: what it is to do, or what it has to say before it ends. */
export type Start =
  | {
      readonly kind: 'run';
      readonly flags: StartFlags;
      readonly link: string | undefined;
      readonly password: string | undefined;
      /** The browser's own files and the window's place; one program at a time has it. */
      readonly desktopDir: string;
    }
  | { readonly kind: 'end'; readonly exitCode: number; readonly text: string };

/** Reads the command line and makes the folder everything else needs. */
export function readStart(facts: StartFacts): Start {
  const { env, platform, home, version } = facts;
  const { flags: args, link } = ownArguments(facts.argv, facts.isPackaged);
  try {
    const parsed = parseFlags(args, version, { platform, home, env });
    if (parsed.kind === 'text') return { kind: 'end', exitCode: 0, text: parsed.text };
    const { flags } = parsed;
    const password = brokerPassword(env['WAYMARK_BROKER_PASSWORD'], flags.brokerPasswordFile);
    // The processes started from here have no business with it.
    delete env['WAYMARK_BROKER_PASSWORD'];
    return { kind: 'run', flags, link, password, desktopDir: makeDesktopDir(flags.dataDir) };
  } catch (error) {
    const exitCode = error instanceof Failure ? error.exitCode : 1;
    return { kind: 'end', exitCode, text: `waymark: ${sentenceOf(error)}\n` };
  }
}

function makeDesktopDir(dataDir: string): string {
  const folder = join(dataDir, 'desktop');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    throw new Failure(1, `The data folder ${dataDir} cannot be used: ${sentenceOf(error)}.`);
  }
}
