import type { ServerMessage } from '#shared/contract/wire.ts';

/** Rows of keyed feeds are immutable and go to every reader: each is written once. */
const written = new WeakMap<object, string>();

/** A message as JSON, the same as `JSON.stringify` gives but for the order of its keys. */
export function frameText(message: ServerMessage): string {
  if (message.type === 'snapshot' && message.key !== undefined) {
    const { rows, ...rest } = message;
    return withRows(rest, 'rows', rows);
  }
  if (message.type === 'delta') {
    const { upsert, ...rest } = message;
    return withRows(rest, 'upsert', upsert);
  }
  return JSON.stringify(message);
}

function withRows(rest: object, name: string, rows: readonly unknown[]): string {
  return `${JSON.stringify(rest).slice(0, -1)},"${name}":[${rows.map(rowText).join(',')}]}`;
}

function rowText(row: unknown): string {
  if (typeof row !== 'object' || row === null) return JSON.stringify(row);
  let text = written.get(row);
  if (text === undefined) written.set(row, (text = JSON.stringify(row)));
  return text;
}
