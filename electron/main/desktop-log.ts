import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The shell's own structured log: the engine's cannot tell why the engine is down. Never secrets. */
export interface DesktopLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const rotateAtBytes = 1024 * 1024;

/** Opens `logs/desktop.log` of a data folder: one JSON object a line; the file of the time before is kept once. */
export function openDesktopLog(dataDir: string, complain: (line: string) => void): DesktopLog {
  const folder = join(dataDir, 'logs');
  const path = join(folder, 'desktop.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(path) && statSync(path).size > rotateAtBytes) renameSync(path, `${path}.1`);
  const write = (level: string, msg: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const line = JSON.stringify({ level, time: new Date().toISOString(), pid: process.pid, ...fields, msg });
    try {
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      // A full disk must not take the window down; what could not be written is still said.
      complain(`${line} (not logged: ${String(error)})`);
    }
  };
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  };
}
