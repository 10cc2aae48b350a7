import { homedir } from 'node:os';

import { DomainError } from '#shared/result.ts';

import { brokerPassword } from './broker-password.ts';
import { hasDisplay } from './browser.ts';
import { buildWhenStale } from './console-build.ts';
import { obtainElectron, runWindow } from './electron-host.ts';
import { Failure, sentenceOf } from './failure.ts';
import { parseFlags, type StartFlags } from './flags.ts';
import { thisProject, type Project } from './project.ts';

/** Starts Waymark as the flags say and resolves with the exit code when it is over. */
export async function run(args: readonly string[]): Promise<number> {
  const project = thisProject();
  try {
    const parsed = parseFlags(args, project.version, {
      platform: process.platform,
      home: homedir(),
      env: process.env,
    });
    if (parsed.kind === 'text') {
      process.stdout.write(parsed.text);
      return 0;
    }
    return await start(parsed.flags, project, args);
  } catch (error) {
    const known = error instanceof Failure || error instanceof DomainError;
    process.stderr.write(
      `waymark: ${known ? sentenceOf(error) : `an unexpected error: ${sentenceOf(error)}`}\n`,
    );
    return error instanceof Failure ? error.exitCode : 1;
  }
}

async function start(flags: StartFlags, project: Project, args: readonly string[]): Promise<number> {
  if (flags.buildOnly) {
    await build(project, 'window');
    return 0;
  }
  // Before anything that takes time, so that a mistake is told at once.
  const password = brokerPassword(process.env['WAYMARK_BROKER_PASSWORD'], flags.brokerPasswordFile);
  const executable = flags.station ? undefined : await windowFor(project);
  if (flags.build) await build(project, executable === undefined ? 'station' : 'window');
  if (executable !== undefined) {
    const outcome = await runWindow(executable, project.root, args, () => performance.now());
    if (outcome.kind === 'ended') return outcome.exitCode;
    say(
      `The desktop window does not start here (${outcome.why}): serving the console to the browser instead.`,
    );
  }
  // Loaded only now: with a window the engine runs in a process of Electron's.
  const { serve } = await import('./serve.ts');
  await serve({ flags, project, brokerPassword: password, say });
  return 0;
}

/** The Electron binary, or undefined after saying why the browser is used instead. */
async function windowFor(project: Project): Promise<string | undefined> {
  if (!hasDisplay(process.platform, process.env)) {
    say('There is no display here: serving the console to the browser instead of a window.');
    return undefined;
  }
  const place = { root: project.root, env: process.env, platform: process.platform, now: () => Date.now() };
  const executable = await obtainElectron(place, say);
  if (executable === undefined) {
    say('The desktop window (Electron) could not be downloaded: serving the console to the browser instead.');
  }
  return executable;
}

function build(project: Project, host: 'station' | 'window'): Promise<void> {
  return buildWhenStale({
    root: project.root,
    for: host,
    say,
    show: (output) => process.stderr.write(output),
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
