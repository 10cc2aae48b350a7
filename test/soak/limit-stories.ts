/** A share of the histories that limits are held against the oracle with: prints each difference as a line. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { randomStory } from '../support/limits-story.ts';
import { differenceOf, tryStories } from '../support/limits-trial.ts';

/** Before the clocks go back in Berlin and New York. */
const begin = Date.UTC(2026, 9, 24, 20);
const atOnce = 60;

const { values } = parseArgs({
  options: { from: { type: 'string' }, count: { type: 'string' }, folder: { type: 'string' } },
});
const [from, count] = [Number(values.from), Number(values.count)];
const folder = values.folder ?? '';

for (let done = 0; done < count; done += atOnce) {
  const seeds = Array.from({ length: Math.min(atOnce, count - done) }, (_, index) => from + done + index);
  const dataDir = join(folder, String(from + done));
  mkdirSync(dataDir);
  const trials = tryStories(
    seeds.map((seed) => randomStory(seed, begin)),
    dataDir,
  );
  for (const [index, trial] of trials.entries()) {
    const difference = differenceOf(trial);
    if (difference !== undefined) process.stdout.write(`seed ${seeds[index]}: ${difference}\n`);
  }
  rmSync(dataDir, { recursive: true });
}
