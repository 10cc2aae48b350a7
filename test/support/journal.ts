import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

import type { Accept } from '#engine/ingest/source.ts';

/** Commits messages in groups to a file, line by line, and settles them after the disk has them. */
export function createJournal(file: string, gatherMs: number): Accept {
  const descriptor = openSync(file, 'a');
  let waiting: { text: string; settled: () => void }[] = [];
  const commit = (): void => {
    const batch = waiting;
    waiting = [];
    writeSync(descriptor, batch.map(({ text }) => `${text}\n`).join(''));
    fsyncSync(descriptor);
    for (const { settled } of batch) settled();
  };
  process.once('exit', () => closeSync(descriptor));
  return ({ payload }, settled) => {
    waiting.push({ text: Buffer.from(payload).toString(), settled });
    if (waiting.length === 1) setTimeout(commit, gatherMs);
  };
}

/** What is on disk; a last line without its end was never committed. */
export function readJournal(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
