import fc from 'fast-check';
import { expect, it } from 'vitest';

import { randomFrom } from '../support/mutate.ts';
import { afterwards, beliefAfter, randomLife, ways } from '../support/whole-life.ts';

/** The long battery lives many more. */
const lives = 2;

it('believes the same of the same facts, whatever order they come in, twice or late', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const facts = randomLife(randomFrom(seed));
      const expected = beliefAfter(afterwards(facts));
      for (const [name, way] of Object.entries(ways))
        expect({ name, belief: beliefAfter(way(facts, randomFrom(seed + 1))) }).toEqual({
          name,
          belief: expected,
        });
    }),
    { numRuns: lives },
  );
}, 60_000);
