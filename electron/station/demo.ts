import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { Log } from '#engine/log.ts';

export interface DemoOptions {
  readonly root: string;
  readonly brokerUrl: string;
  readonly stationUrl: string;
  readonly stationFile: string;
  readonly log: Log;
  /** Shows the user a line. */
  readonly say: (line: string) => void;
}

/** Loaded before the fleet: ends it when the pipe from its parent closes, which a killed parent cannot forget. */
const endWithParent =
  "data:text/javascript,process.stdin.on('close',()=>process.exit(1)).resume();process.stdin.unref()";

/** The simulated fleet: a process of its own that publishes to the broker like any device. */
export interface Demo {
  stop(): void;
}

/** Starts the fleet. It ends with the station: killed at a stop, and by itself at a crash. */
export function startDemo({ root, brokerUrl, stationUrl, stationFile, log, say }: DemoOptions): Demo {
  const script = join(root, 'electron', 'simulator', 'main.ts');
  const args = [
    '--broker',
    brokerUrl,
    '--seed',
    '1',
    '--speed',
    '1',
    '--station',
    stationUrl,
    '--token-file',
    stationFile,
  ];
  const child = spawn(process.execPath, ['--import', endWithParent, script, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let stopping = false;
  let lastLine = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastLine = text.trim().split('\n').at(-1) ?? lastLine;
    log.info('the simulated fleet says', { text: text.trim().slice(0, 2000) });
  });
  child.stdin.on('error', (error) =>
    log.warn('the simulated fleet no longer listens', { error: error.message }),
  );
  const ended = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.error('the simulated fleet ended', { why, lastLine });
    say(
      `The simulated fleet ended (${lastLine === '' ? why : `${why}: ${lastLine}`}); the console goes on without it.`,
    );
  };
  child.on('error', (error) => ended(error.message));
  child.on('exit', (code, signal) => ended(signal === null ? `exit code ${code}` : signal));
  return {
    stop() {
      stopping = true;
      child.kill();
    },
  };
}
