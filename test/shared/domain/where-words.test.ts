import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { distanceM, type LatLon } from '#shared/domain/geo.ts';
import { whereWords } from '#shared/domain/where-words.ts';

const dijon = { name: 'Dijon depot', lat: 47.2435, lon: 5.002 };

const anywhere = fc.record({
  lat: fc.double({ min: 45, max: 49, noNaN: true }),
  lon: fc.double({ min: 2, max: 8, noNaN: true }),
});
const places = fc
  .array(anywhere, { maxLength: 6 })
  .map((all) => all.map((place, index) => ({ ...place, name: `depot ${index}` })));

/** Metres that a text speaks of. */
function metresIn(text: string): number {
  const [, value = '', unit = ''] = /^([\d.]+) (k?m) /.exec(text) ?? [];
  return Number(value) * (unit === 'km' ? 1000 : 1);
}

const nearestOf = (at: LatLon, all: readonly (LatLon & { readonly name: string })[]) =>
  all
    .map((place) => ({ name: place.name, metres: distanceM(at, place) }))
    .toSorted((a, b) => a.metres - b.metres)[0];

describe('where something is, in words', () => {
  it.each([
    [{ lat: 47.2975, lon: 5.002 }, '6 km north of Dijon depot'],
    [{ lat: 47.2435, lon: 5.6 }, '45 km east of Dijon depot'],
    [{ lat: 47.2397, lon: 4.9964 }, '600 m south-west of Dijon depot'],
    [{ lat: 47.2345, lon: 5.002 }, '1 km south of Dijon depot'],
    [{ lat: 47.2436, lon: 5.002 }, 'at Dijon depot'],
    [{ lat: 45.2, lon: 5 }, 'at 45.2000, 5.0000'],
  ])('%o is %s', (at, words) => {
    expect(whereWords(at, [dijon])).toBe(words);
  });

  it('is told by coordinates where no place is known', () => {
    expect(whereWords({ lat: 47.2975, lon: 5.002 }, [])).toBe('at 47.2975, 5.0020');
  });

  it('names the nearest place with the distance it has, and none that is more than 100 km away', () => {
    fc.assert(
      fc.property(anywhere, places, (at, all) => {
        const words = whereWords(at, all);
        const nearest = nearestOf(at, all);
        if (nearest === undefined || nearest.metres > 100_000) {
          expect(words).toBe(`at ${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`);
          return;
        }
        expect(words.endsWith(` ${nearest.name}`)).toBe(true);
        if (words.startsWith('at ')) expect(nearest.metres).toBeLessThan(100);
        else
          expect(Math.abs(metresIn(words) - nearest.metres)).toBeLessThanOrEqual(
            nearest.metres < 9950 ? 50 : 500,
          );
      }),
    );
  });

  it('says the same whichever place is named first', () => {
    const doubled = fc.tuple(anywhere, places).map(([at, all]) => ({
      at,
      all: [...all, ...all.map((place) => ({ ...place, name: `the other ${place.name}` }))],
    }));
    fc.assert(
      fc.property(doubled, ({ at, all }) => {
        expect(whereWords(at, all.toReversed())).toBe(whereWords(at, all));
      }),
    );
  });

  it('points the way from the place', () => {
    const turns = fc.record({
      north: fc.integer({ min: -1, max: 1 }),
      east: fc.integer({ min: -1, max: 1 }),
      km: fc.double({ min: 1, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(turns, ({ north, east, km }) => {
        fc.pre(north !== 0 || east !== 0);
        const degrees = km / 111.195 / Math.hypot(north, east);
        const at = {
          lat: dijon.lat + north * degrees,
          lon: dijon.lon + (east * degrees) / Math.cos((dijon.lat * Math.PI) / 180),
        };
        const point = [['south', '', 'north'][north + 1], ['west', '', 'east'][east + 1]]
          .filter(Boolean)
          .join('-');
        expect(whereWords(at, [dijon])).toContain(` ${point} of Dijon depot`);
      }),
    );
  });
});
