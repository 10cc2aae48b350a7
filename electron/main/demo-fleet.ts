import { utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';

import type { EngineReady } from '#shared/contract/desktop.ts';

import type { DesktopLog } from './desktop-log.ts';

export interface DemoFleetOptions {
  readonly scriptDir: string;
  readonly stationFile: string;
  readonly log: DesktopLog;
  readonly say: (line: string) => void;
}

/** The simulated fleet of `--demo`: a process of its own that publishes to the broker like any device. */
export interface DemoFleet {
  /** Starts it for an engine that runs; what ran for an earlier one is ended. */
  follow(ready: EngineReady): void;
  stop(): void;
}

export function createDemoFleet({ scriptDir, stationFile, log, say }: DemoFleetOptions): DemoFleet {
  let fleet: UtilityProcess | undefined;
  const stop = (): void => {
    const ended = fleet;
    fleet = undefined;
    ended?.kill();
  };
  return {
    follow({ url, brokerUrl }) {
      stop();
      const args = ['--broker', brokerUrl, '--station', url, '--token-file', stationFile];
      const started = utilityProcess.fork(
        join(scriptDir, 'simulator.js'),
        [...args, '--seed', '1', '--speed', '1'],
        { serviceName: 'Waymark simulated fleet', stdio: ['ignore', 'ignore', 'pipe'] },
      );
      fleet = started;
      let lastLine = '';
      started.stderr?.on('data', (chunk: Buffer) => {
        const text = chunk.toString('utf8').trim().slice(0, 2000);
        lastLine = text.split('\n').at(-1) ?? lastLine;
        log.info('the simulated fleet says', { text });
      });
      started.once('exit', (code) => {
        if (fleet !== started) return;
        fleet = undefined;
        log.error('the simulated fleet ended', { code, lastLine });
        const why = lastLine === '' ? `exit code ${code}` : `exit code ${code}: ${lastLine}`;
        say(`The simulated fleet ended (${why}); the console goes on without it.`);
      });
    },
    stop,
  };
}
