import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { habitualPauseMs } from '#engine/alerts/pauses.ts';
import { deviceSilent } from '#engine/alerts/rules/device-silent.ts';
import { seededRandom } from '#engine/tracking/learner/boosting.ts';
import type { Observation } from '#shared/domain/observation.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Instants from `from` on until `to`, so far apart as `gapAt` says. */
function instants(from: number, to: number, gapAt: (time: number) => number): number[] {
  const all: number[] = [];
  for (let time = from; time < to; time += gapAt(time)) all.push(time);
  return all;
}

/** Drives for 40 minutes of every 100 between six and eighteen o'clock; stands by the hour at night. */
const vanGap = (time: number): number => {
  const ofDay = time % day;
  if (ofDay < 6 * hour || ofDay >= 18 * hour) return hour;
  return (ofDay - 6 * hour) % (100 * minute) < 40 * minute ? minute : 10 * minute;
};

const silences = (all: readonly number[], now?: number): (readonly [number, number | undefined])[] =>
  deviceSilent.evaluate({ instants: all, now }).map(({ start, end }) => [start, end]);
const since = (found: readonly (readonly [number, number | undefined])[], from: number): unknown[] =>
  found.filter(([start]) => start >= from);

describe('a device with habits', () => {
  it('that speaks by the minute while it drives and seldom while it stands is not silent once that is known', () => {
    const all = instants(0, 8 * day, vanGap);
    expect(silences(all).length).toBeLessThan(20);
    expect(since(silences(all), 1.5 * day)).toEqual([]);
  });

  it('that stands is told of when it says nothing for clearly longer than ever', () => {
    const all = instants(0, 4 * day + 9 * hour, vanGap);
    const last = all.at(-1)!;
    expect(since(silences(all, last + day), 1.5 * day)).toEqual([[last + 2 * hour + minute, undefined]]);
  });

  it('that changes from ten seconds to ten minutes for good is told of eight times', () => {
    const change = 2 * day;
    const all = instants(0, 4 * day, (time) => (time < change ? 10 * second : 10 * minute));
    expect(silences(all)).toHaveLength(8);
    const last = all.at(-1)!;
    expect(since(silences(all, last + hour), change + day)).toEqual([[last + 21 * minute, undefined]]);
  });

  it('that reports in the evening only is told of when an evening is left out', () => {
    const evening = (time: number): number => (time % day < 20 * hour ? minute : 22 * hour);
    const all = instants(18 * hour, 12 * day, evening);
    const last = all.at(-1)!;
    const found = silences(all, last + 3 * day);
    expect(since(found, 6 * day)).toHaveLength(1);
    expect(found.at(-1)).toEqual([last + 22 * hour + 4 * hour + minute, undefined]);
  });

  it('whose radio loses three of ten messages is told of when it is gone, and hardly before', () => {
    const random = seededRandom(5);
    const heard = instants(0, 9 * day, () => minute).filter(() => random() >= 0.3);
    const last = heard.at(-1)!;
    const found = silences(heard, last + hour);
    expect(since(found, day).length).toBeLessThanOrEqual(2);
    expect(found.at(-1)![0] - last).toBeLessThanOrEqual(15 * minute);
  });

  it('is no device with a few outages', () => {
    const outages = [0.4, 1.3, 1.6, 3.2, 3.5, 5.1].map((each) => each * day);
    const all = instants(0, 7 * day, () => minute).filter(
      (time) => !outages.some((from) => time > from && time < from + hour),
    );
    const last = all.at(-1)!;
    expect(silences(all, last + hour)).toHaveLength(outages.length + 1);
    expect(silences(all, last + hour).at(-1)).toEqual([last + 3 * minute, undefined]);
  });
});

describe('a steady sensor', () => {
  it('is silent after twice its cadence and a minute, however long it was steady', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 900 }), fc.integer({ min: 40, max: 4000 }), (gapS, count) => {
        const all = Array.from({ length: count }, (_, index) => index * gapS * second);
        const last = all.at(-1)!;
        const from = last + 2 * gapS * second + minute;
        expect(silences(all, last + day)).toEqual([[from, undefined]]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('habitual pauses', () => {
  it('are those of the last seven days, and none is known from a few', () => {
    const pauses = Array.from({ length: 8 }, (_, index) => ({
      last: index * hour,
      until: index * hour + 10 * minute,
      usualMs: 3 * minute,
    }));
    const at = pauses.at(-1)!.until;
    expect([
      habitualPauseMs(pauses.slice(1), at),
      habitualPauseMs(pauses, at),
      habitualPauseMs(pauses, at + 8 * day),
    ]).toEqual([0, 10 * minute, 0]);
  });
});

describe('a tracker that speaks seldom while it stands', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let rig: AlertRig;
  const open = (): void => {
    folder = temporaryFolder();
    rig = createAlertRig(folder.path);
  };
  const close = (): void => {
    rig.stop();
    folder.remove();
  };
  beforeEach(open);
  afterEach(close);

  const fix = (time: number): Observation => ({ kind: 'position', deviceId: 'V', time, lat: 45, lon: 5 });
  /** As the van above, but by ten minutes at night too. */
  const gap = (time: number): number => Math.min(vanGap(time), 10 * minute);
  const past = (): number[] => instants(rig.clock.now() - 2 * day, rig.clock.now(), gap);
  const told = (): string[] => rig.gist('V').filter((text) => text.startsWith('device-silent'));

  it('has its pauses told once for all of two days, and none after that', () => {
    rig.sendAll(past().map((time) => [fix(time)]));
    rig.clock.advance(12 * minute);
    const before = told().filter((text) => !text.includes('…'));
    expect([before.length > 0, before.length < 20]).toEqual([true, true]);
    rig.restart();
    const first = rig.clock.now();
    // It drives for twenty minutes more, and stands.
    for (const time of instants(first, first + 70 * minute, gap)) {
      rig.clock.advance(time - rig.clock.now());
      rig.send([fix(time)]);
    }
    const after = (): string[] => told().filter((text) => !before.includes(text));
    expect(after()).toEqual([]);
    rig.clock.advance(25 * minute);
    expect(after()).toHaveLength(1);
  });

  it('has the same silences in whatever order its positions come', () => {
    const found = new Set<string>();
    for (const seed of [0, 3, 8, 21]) {
      close();
      open();
      const random = seededRandom(seed);
      const facts = past().map((time) => ({ time, by: seed === 0 ? time : random() }));
      facts.sort((a, b) => a.by - b.by);
      const parts = seed === 0 ? 1 : 6;
      const size = Math.ceil(facts.length / parts);
      for (let part = 0; part < parts; part += 1) {
        rig.sendAll(facts.slice(part * size, (part + 1) * size).map(({ time }) => [fix(time)]));
        rig.clock.advance(2 * second);
        if (part === 2) rig.restart();
      }
      rig.clock.advance(12 * minute);
      found.add(told().join('\n'));
    }
    expect([...found]).toHaveLength(1);
    expect([...found][0]).not.toBe('');
  });
});
