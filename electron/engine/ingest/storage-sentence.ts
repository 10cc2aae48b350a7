import { codeOf } from '../careful.ts';

/** What a database that cannot be written means for messages. */
export function storageSentence(error: unknown): string {
  const code = codeOf(error);
  if (code.startsWith('SQLITE_FULL'))
    return 'The disk is full: messages wait at the broker, unacknowledged, until there is room.';
  if (code.startsWith('SQLITE_CORRUPT'))
    return 'The database is damaged: messages wait at the broker, unacknowledged. Restore a backup.';
  return `The database cannot be written (${code || textOf(error)}): messages wait at the broker, unacknowledged.`;
}

/** An error with where it came from, for the log. */
export function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
