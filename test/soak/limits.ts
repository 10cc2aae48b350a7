import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { mustHold, type Part } from './part.ts';

const root = join(import.meta.dirname, '..', '..');
const histories = 10_000;

/** Alarms of limits of every mode against an oracle, at full size; `npm test` runs fewer histories. */
export const limits: Part = async ({ seed }) => {
  const vitest = join(root, 'node_modules', '.bin', 'vitest');
  const test = 'test/engine/alerts/limits-oracle.test.ts';
  const { stdout } = await promisify(execFile)(
    vitest,
    ['run', '--project', 'unit', '--testTimeout', '7200000', test],
    {
      cwd: root,
      env: {
        ...process.env,
        WAYMARK_LIMIT_HISTORIES: String(histories),
        WAYMARK_LIMIT_SEED: String(seed),
        NO_COLOR: '1',
      },
    },
  );
  mustHold(/Tests\s+\d+ passed/.test(stdout), stdout.slice(-2000));
  return `${histories} histories with limits of every mode`;
};
