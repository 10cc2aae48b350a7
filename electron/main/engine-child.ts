import { utilityProcess, type MessagePortMain } from 'electron';

import type { EngineCommand, EngineReport } from '#shared/contract/desktop.ts';

/** One run of the engine's process. */
export interface EngineChild {
  post(command: EngineCommand, port?: MessagePortMain): void;
  onReport(listener: (report: EngineReport) => void): void;
  /** Once, with its exit code. */
  onExit(listener: (code: number) => void): void;
  /** Ends it at once, whatever it is in the middle of. */
  kill(): void;
}

/** Starts the engine's process; what it writes to stdout and stderr goes to the terminal. */
export function spawnEngine(script: string): EngineChild {
  const child = utilityProcess.fork(script, [], { serviceName: 'Waymark engine', stdio: 'inherit' });
  return {
    post: (command, port) => child.postMessage(command, port === undefined ? [] : [port]),
    // Built and packed together with this process, so its reports are taken at their word.
    onReport: (listener) => void child.on('message', (report: EngineReport) => listener(report)),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => killAtOnce(child.pid),
  };
}

/** Electron's own `kill` only asks, and a process that hangs does not hear. */
function killAtOnce(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
