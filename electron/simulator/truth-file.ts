import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

import { toIso } from '#shared/domain/time.ts';

import type { TruthEntry } from './truth.ts';

/** One line of the truth file: `{ time, kind, subject, from?, to?, detail }`. */
export function truthLine(entry: TruthEntry): string {
  const { atMs, kind, subject, fromMs, toMs, detail } = entry;
  const line = {
    time: toIso(atMs),
    kind,
    subject,
    ...(fromMs === undefined ? {} : { from: toIso(fromMs) }),
    ...(toMs === undefined ? {} : { to: toIso(toMs) }),
    detail,
  };
  return `${JSON.stringify(line)}\n`;
}

export interface TruthFile {
  write(entries: readonly TruthEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** Writes the ground truth as NDJSON, line by line as it becomes known. */
export async function openTruthFile(path: string): Promise<TruthFile> {
  const out = createWriteStream(path, { flags: 'w', mode: 0o600 });
  await once(out, 'open');
  return {
    async write(entries) {
      for (const entry of entries) if (!out.write(truthLine(entry))) await once(out, 'drain');
    },
    async close() {
      out.end();
      await finished(out);
    },
  };
}
