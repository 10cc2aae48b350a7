import { isDeepStrictEqual } from 'node:util';

import { randomFrom } from '../support/mutate.ts';
import { afterwards, beliefAfter, randomLife, ways } from '../support/whole-life.ts';
import { mustHold, type Part } from './part.ts';

/** Random facts, each set delivered in several ways: what is believed in the end must be the same. */
export const invariance: Part = async ({ seconds, seed }) => {
  const until = performance.now() + seconds * 1_000;
  let lives = 0;
  while (performance.now() < until) {
    const own = seed + lives;
    const facts = randomLife(randomFrom(own));
    const expected = beliefAfter(afterwards(facts));
    for (const [name, way] of Object.entries(ways)) {
      const belief = beliefAfter(way(facts, randomFrom(own + 1)));
      const other =
        belief.find((line) => !expected.includes(line)) ?? expected.find((line) => !belief.includes(line));
      mustHold(
        isDeepStrictEqual(belief, expected),
        `life ${own}, ${name}: ${other ?? 'lines in another order'}`,
      );
    }
    lives += 1;
  }
  return await Promise.resolve(`${lives} lives, each in ${Object.keys(ways).length} ways`);
};
