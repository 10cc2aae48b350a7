import { describe, expect, it } from 'vitest';

import { believe, type PostedOrder } from '#engine/tracking/believe.ts';
import { byEventTime, journeyOf, type ScanFact } from '#engine/tracking/journey.ts';
import type { World } from '#engine/tracking/world.ts';

import { oracleSaying, type OracleOrder, type OracleScan } from '../../support/journey-oracle.ts';
import { randomFrom } from '../../support/mutate.ts';
import { randomStory, storyVehicles } from '../../support/random-story.ts';

const minute = 60_000;
const histories = 2000;
const order: OracleOrder = { orderNumber: 'J', parcels: ['P', 'Q'] };

const world: World = {
  site: () => undefined,
  vehicle: (code) => (storyVehicles.includes(code) ? code : undefined),
  fix: () => undefined,
  learned: { speedsMps: [], dwellsMs: new Map(), roundsMs: [] },
  like: { passages: () => [] },
  past: { estimate: () => undefined },
  offsetAt: () => 0,
};

const posted: PostedOrder = {
  orderNumber: order.orderNumber,
  customer: {},
  shipTo: {},
  items: [],
  parcels: order.parcels.map((parcelId) => ({ parcelId })),
};

function facts(story: readonly OracleScan[]): ScanFact[] {
  return story.map((scan, index) => ({
    scanKey: index + 1,
    eventTime: scan.at * minute,
    recordTime: scan.at * minute,
    deviceId: 'H',
    codes: scan.codes,
    siteId: scan.site,
    bizStep: scan.step,
    readPoint: undefined,
    vehicleId: scan.vehicle,
    parent: scan.parent,
    outcome: scan.outcome,
    lat: undefined,
    lon: undefined,
  }));
}

/** What the engine says, in the oracle's words. */
function saying(story: readonly OracleScan[], at: number, until = at): string {
  const scans = facts(story);
  const scansOf = (code: string): ScanFact[] =>
    scans.filter((scan) => scan.codes.includes(code)).sort(byEventTime);
  const journeys = new Map(
    order.parcels.map((parcel) => [parcel, journeyOf([parcel, order.orderNumber], scansOf, until * minute)]),
  );
  const belief = believe({
    laneAt: () => undefined,
    order: posted,
    createdTime: 0,
    promisedAt: () => undefined,
    journeys,
    world,
    at: at * minute,
  });
  const lines = belief.parcels.map(({ parcelId, state, location, on }) => {
    const place = location.id === undefined ? location.kind : `${location.kind} ${location.id}`;
    return `${parcelId} ${state} ${place} on ${on.join(' ')}`;
  });
  return [belief.state, ...lines].join('; ');
}

interface Difference {
  readonly seed: number;
  readonly at: number;
  readonly engine: string;
  readonly oracle: string;
}

type Subject = (story: readonly OracleScan[], at: number) => string;

/** The first instant of the first history at which the two disagree. */
function firstDifference(subject: Subject, many: number): Difference | undefined {
  for (let seed = 1; seed <= many; seed += 1) {
    const story = randomStory(randomFrom(seed));
    for (const { at } of story) {
      const oracle = oracleSaying(story, order, storyVehicles, at);
      const engine = subject(story, at);
      if (engine !== oracle) return { seed, at, engine, oracle };
    }
  }
  return undefined;
}

const without =
  (test: (scan: OracleScan) => boolean): Subject =>
  (story, at) =>
    saying(
      story.filter((scan) => !test(scan)),
      at,
    );
const changed =
  (change: (scan: OracleScan, index: number) => OracleScan): Subject =>
  (story, at) =>
    saying(story.map(change), at);

const faults: Readonly<Record<string, Subject>> = {
  'it looks into the future': (story, at) => saying(story, at, 10_000),
  'it is one scan behind': (story, at) => saying(story, at, at - 1),
  'nothing is ever taken off': without(({ step }) => step === 'unloading' || step === 'unpacking'),
  'a failed attempt is a delivery': changed((scan) =>
    scan.outcome === 'attempt-failed' ? { ...scan, outcome: 'delivered' } : scan,
  ),
  'what happens to pallets concerns nobody': without(({ codes }) =>
    codes.every((code) => code.startsWith('PAL')),
  ),
  'vehicles are forgotten': changed((scan) => ({ ...scan, vehicle: undefined })),
  'pallets are forgotten': changed((scan) => ({ ...scan, parent: undefined })),
  'the order number stands for one parcel only': changed((scan) => ({
    ...scan,
    codes: scan.codes.map((code) => (code === 'J' ? 'P' : code)),
  })),
  'scans count in the order they arrived': changed((scan, index) => ({ ...scan, at: index + 1 })),
  'receiving ends nothing': changed((scan) =>
    scan.step === 'receiving' ? { ...scan, step: 'arriving' } : scan,
  ),
  'an outcome does not rule over the step': changed((scan) =>
    scan.step === undefined ? scan : { ...scan, outcome: undefined },
  ),
  'the second of two codes is not read': changed((scan) => ({ ...scan, codes: scan.codes.slice(0, 1) })),
};

describe('a random history of two parcels on pallets and vehicles', () => {
  it('is believed at every instant as a world played forward from the beginning says', () => {
    expect(firstDifference(saying, histories)).toBeUndefined();
  });

  it.each(Object.keys(faults))('shows it when %s', (name) => {
    expect(firstDifference(faults[name]!, histories)).toBeDefined();
  });
});
