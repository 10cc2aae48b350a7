import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { temporaryFolder } from '../support/test-store.ts';
import { mustHold, type Part } from './part.ts';

const worker = join(import.meta.dirname, 'limit-stories.ts');
const histories = 10_000;
const workers = 2;

/** Alarms of limits of every mode against an oracle, at full size; `npm test` runs fewer histories. */
export const limits: Part = async ({ seed }) => {
  const share = histories / workers;
  const folder = temporaryFolder('waymark-limits-');
  try {
    const outputs = await Promise.all(
      Array.from({ length: workers }, (_, index) => told(folder.path, seed + index * share, share)),
    );
    const differences = outputs.join('');
    mustHold(differences === '', differences.slice(0, 2000));
  } finally {
    folder.remove();
  }
  return `${histories} histories with limits of every mode, no difference`;
};

async function told(folder: string, from: number, count: number): Promise<string> {
  const options = ['--from', String(from), '--count', String(count), '--folder', folder];
  const { stdout } = await promisify(execFile)(process.execPath, [worker, ...options]);
  return stdout;
}
