import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { mustHold, type Part } from './part.ts';

const root = join(import.meta.dirname, '..', '..');
const sequences = 5000;

/** The life of an alarm against one kept on paper, at full size; `npm test` runs fewer sequences. */
export const alarmLife: Part = async () => {
  const vitest = join(root, 'node_modules', '.bin', 'vitest');
  const test = 'test/engine/alerts/life-model.test.ts';
  const { stdout } = await promisify(execFile)(
    vitest,
    ['run', '--project', 'unit', '--testTimeout', '600000', test],
    { cwd: root, env: { ...process.env, WAYMARK_LIFE_SEQUENCES: String(sequences), NO_COLOR: '1' } },
  );
  mustHold(/Tests\s+1 passed/.test(stdout), stdout.slice(-2000));
  return `${sequences} sequences of a hundred steps`;
};
