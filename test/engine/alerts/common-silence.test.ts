import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commonSilences, type Quiet } from '#engine/alerts/common-silence.ts';

const minute = 60_000;

const quiet = (index: number, siteId: string | undefined, lastHeard: number, silentFrom: number): Quiet => ({
  alertId: `alert-${index}`,
  deviceId: `device-${index}`,
  siteId,
  lastHeard,
  lastKnown: lastHeard,
  gateway: undefined,
  silentFrom,
});

/** Devices with cadences of their own that all stop at one instant. */
function outage(count: number, at: number, siteOf: (index: number) => string | undefined): Quiet[] {
  return Array.from({ length: count }, (_, index) => {
    const cadence = (1 + (index % 15)) * minute;
    const lastHeard = at - ((index * 7919) % cadence);
    return quiet(index, siteOf(index), lastHeard, lastHeard + 2 * cadence + minute);
  });
}

describe('what fell silent at one time', () => {
  it('at one site has one cause, whatever the cadences', () => {
    const [cause, ...more] = commonSilences(outage(400, 1e9, () => 'LYON'));
    expect([cause?.siteId, cause?.things.length, more.length]).toEqual(['LYON', 400, 0]);
    expect(Math.abs((cause?.at ?? 0) - 1e9)).toBeLessThan(2 * minute);
  });

  it('at many sites has one cause too', () => {
    const causes = commonSilences(outage(400, 1e9, (index) => `site-${index % 8}`));
    expect(causes.map(({ siteId, things }) => [siteId, things.length])).toEqual([[undefined, 400]]);
  });

  it('at sites one after the other has a cause at each', () => {
    const things = [
      ...outage(30, 1e9, () => 'LYON'),
      ...outage(30, 1e9 + 1000 * minute, () => 'PARIS').map((each, index) => ({
        ...each,
        alertId: `alert-p${index}`,
        deviceId: `device-p${index}`,
      })),
    ];
    expect(commonSilences(things).map(({ siteId, things: of }) => [siteId, of.length])).toEqual([
      ['LYON', 30],
      ['PARIS', 30],
    ]);
  });

  it('behind one gateway that carried nothing since has that as its cause', () => {
    const behind = outage(6, 1e9, () => 'LYON').map((each) => ({ ...each, gateway: 'gw-1' }));
    const others = outage(40, 1e9, () => 'LYON').map((each, index) => ({
      ...each,
      alertId: `alert-o${index}`,
      deviceId: `o-${index}`,
    }));
    const gist = (carriedAt: number) =>
      commonSilences([...behind, ...others], new Map([['gw-1', carriedAt]])).map(
        ({ gateway, siteId, things }) => [gateway, siteId, things.length],
      );
    expect(gist(1e9)).toEqual([
      ['gw-1', 'LYON', 6],
      [undefined, 'LYON', 40],
    ]);
    // It carries others still: it is not what is down.
    expect(gist(1e9 + 60 * minute)).toEqual([[undefined, 'LYON', 46]]);
  });

  it('in small numbers, or at times of its own, is left alone', () => {
    expect(commonSilences(outage(4, 1e9, () => 'LYON'))).toEqual([]);
    expect(commonSilences(outage(19, 1e9, () => undefined))).toEqual([]);
    const apart = Array.from({ length: 50 }, (_, index) =>
      quiet(index, 'LYON', index * 10 * minute, index * 10 * minute + 3 * minute),
    );
    expect(commonSilences(apart)).toEqual([]);
  });

  it('counts devices, not their channels', () => {
    const channels = Array.from({ length: 8 }, (_, index) => ({
      ...quiet(index, 'LYON', 1e9, 1e9 + 3 * minute),
      deviceId: 'one',
    }));
    expect(commonSilences(channels)).toEqual([]);
  });

  it('has each thing in one cause at most, at an instant that explains one of its spans, in whatever order they come', () => {
    const thing = fc.record({
      site: fc.constantFrom('A', 'B', 'C', undefined),
      lastHeard: fc.integer({ min: 0, max: 600 }),
      wait: fc.integer({ min: 2, max: 120 }),
    });
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 120 }), (drafts) => {
        const things = drafts.map(({ site, lastHeard, wait }, index) =>
          quiet(index, site, lastHeard * minute, (lastHeard + wait) * minute),
        );
        const causes = commonSilences(things);
        const ids = causes.flatMap((cause) => cause.things.map(({ alertId }) => alertId));
        expect(new Set(ids).size).toBe(ids.length);
        const topics = causes.map(({ siteId }) => siteId ?? '');
        expect(new Set(topics).size).toBe(topics.length);
        for (const { siteId, things: of } of causes)
          expect(of.length).toBeGreaterThanOrEqual(siteId === undefined ? 20 : 5);
        const again = commonSilences(things.toReversed());
        const gist = (list: typeof causes) =>
          list.map(({ siteId, at, things: of }) => `${siteId} ${at} ${of.length}`).sort();
        expect(gist(again)).toEqual(gist(causes));
      }),
      { numRuns: 500, seed: 20_261_128 },
    );
  });
});
