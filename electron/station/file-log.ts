import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

import type { Log } from '#engine/log.ts';

const rotateAtBytes = 10 * 1024 * 1024;

/** The log's file in a data folder. */
export function logPath(dataDir: string): string {
  return join(dataDir, 'logs', 'waymark.log');
}

/** A structured log in the data folder, one JSON object a line; the file of the time before is kept once. */
export function openFileLog(dataDir: string): Log {
  const path = logPath(dataDir);
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  if (existsSync(path) && statSync(path).size > rotateAtBytes) renameSync(path, `${path}.1`);
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600 });
  // On a full disk there is no room for the log either; without a listener its error would end the program.
  destination.on('error', () => {});
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}
