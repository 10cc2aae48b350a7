import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { journeyOf, lastMove, staysAt, type ScanFact } from '#engine/tracking/journey.ts';

const start = Date.UTC(2026, 10, 23, 6);
const minute = 60_000;

type Told = Partial<ScanFact> & { readonly at: number; readonly codes: readonly string[] };

/** A story in minutes; scan keys follow the order of arrival. */
function arrive(story: readonly Told[]): ScanFact[] {
  return story.map(({ at, codes, ...rest }, index) => ({
    scanKey: index + 1,
    eventTime: start + at * minute,
    recordTime: start + at * minute,
    deviceId: 'H1',
    codes,
    siteId: undefined,
    bizStep: undefined,
    readPoint: undefined,
    vehicleId: undefined,
    parent: undefined,
    outcome: undefined,
    lat: undefined,
    lon: undefined,
    ...rest,
  }));
}

function journey(codes: readonly string[], scans: readonly ScanFact[], until?: number) {
  return journeyOf(
    codes,
    (code) => scans.filter((scan) => scan.codes.includes(code)),
    until === undefined ? undefined : start + until * minute,
  );
}

/** What a person would say of it: state, and what it is on, innermost first. */
function saying(scans: readonly ScanFact[], at = 10_000, codes: readonly string[] = ['P']): string {
  const found = journey(codes, scans, at);
  return [
    lastMove(found)?.state ?? 'nothing',
    ...staysAt(found, start + at * minute).map((stay) => stay.on),
  ].join(' ');
}

const crossDock: readonly Told[] = [
  { at: 0, codes: ['P'], bizStep: 'picking', siteId: 'WH' },
  { at: 5, codes: ['P'], bizStep: 'packing', siteId: 'WH', parent: 'PALLET' },
  { at: 20, codes: ['PALLET'], bizStep: 'loading', siteId: 'WH', vehicleId: 'TRUCK' },
  { at: 30, codes: ['TRUCK'], bizStep: 'departing', siteId: 'WH' },
  { at: 200, codes: ['TRUCK'], bizStep: 'arriving', siteId: 'DC' },
  { at: 210, codes: ['PALLET'], bizStep: 'unloading', siteId: 'DC', vehicleId: 'TRUCK' },
  { at: 230, codes: ['P'], bizStep: 'unpacking', siteId: 'DC', parent: 'PALLET' },
  { at: 231, codes: ['P'], bizStep: 'receiving', siteId: 'DC' },
  { at: 300, codes: ['P'], bizStep: 'transporting', siteId: 'DC', vehicleId: 'VAN' },
  { at: 400, codes: ['P'], outcome: 'attempt-failed', vehicleId: 'VAN' },
  { at: 420, codes: ['P'], outcome: 'delivered', vehicleId: 'VAN' },
];

describe('a parcel through a cross-dock', () => {
  const scans = arrive(crossDock);

  it.each([
    [1, 'picked'],
    [6, 'packed PALLET'],
    [25, 'in-transit PALLET TRUCK'],
    [100, 'in-transit PALLET TRUCK'],
    [205, 'at-site PALLET TRUCK'],
    [215, 'at-site PALLET'],
    [240, 'at-site'],
    [310, 'out-for-delivery VAN'],
    [410, 'attempt-failed VAN'],
    [430, 'delivered'],
  ])('is, at minute %i, %s', (at, words) => expect(saying(scans, at)).toBe(words));

  it('hears nothing of its pallet after it left it', () => {
    const later = arrive([
      ...crossDock.slice(0, 8),
      { at: 500, codes: ['PALLET'], bizStep: 'loading', siteId: 'DC', vehicleId: 'OTHER' },
    ]);
    expect(saying(later)).toBe('at-site');
  });

  it('changes trucks when it is loaded on another without being taken off', () => {
    const moved = arrive([
      ...crossDock.slice(0, 3),
      { at: 40, codes: ['PALLET'], bizStep: 'loading', siteId: 'WH', vehicleId: 'SPARE' },
    ]);
    expect(saying(moved)).toBe('in-transit PALLET SPARE');
  });

  it('is not moved by a scan without a step', () => {
    expect(saying(arrive([...crossDock.slice(0, 2), { at: 10, codes: ['P'], siteId: 'ELSEWHERE' }]))).toBe(
      'packed PALLET',
    );
  });

  it('survives things that contain each other', () => {
    const circle = arrive([
      { at: 0, codes: ['P'], bizStep: 'packing', parent: 'A' },
      { at: 1, codes: ['A'], bizStep: 'packing', parent: 'B' },
      { at: 2, codes: ['B'], bizStep: 'packing', parent: 'A' },
    ]);
    expect(saying(circle)).toMatch(/^packed/);
  });
});

describe('any history', () => {
  const code = fc.constantFrom('P', 'Q', 'PALLET', 'TRUCK');
  const told = fc.record({
    at: fc.integer({ min: 0, max: 300 }),
    codes: fc.uniqueArray(code, { minLength: 1, maxLength: 3 }),
    bizStep: fc.constantFrom(
      'picking',
      'packing',
      'loading',
      'departing',
      'arriving',
      'unloading',
      'receiving',
      'transporting',
      'inspecting',
      undefined,
    ),
    siteId: fc.constantFrom('WH', 'DC', undefined),
    parent: fc.constantFrom('PALLET', undefined, undefined),
    vehicleId: fc.constantFrom('TRUCK', 'VAN', undefined, undefined),
    deviceId: fc.constantFrom('H1', 'H2'),
    outcome: fc.constantFrom('delivered', 'attempt-failed', ...Array.from({ length: 8 }, () => undefined)),
  });
  const story = fc.uniqueArray(told, { selector: (each) => `${each.at}`, maxLength: 25 });

  it('gives the same answers in whatever order it arrives', () => {
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat()), fc.integer({ min: 0, max: 310 }), (items, dice, at) => {
        const shuffled = items
          .map((each) => ({ each, rank: dice.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ each }) => each);
        expect(saying(arrive(shuffled), at)).toBe(saying(arrive(items), at));
        expect(journey(['P'], arrive(shuffled)).events.map((event) => event.scan.eventTime)).toEqual(
          journey(['P'], arrive(items)).events.map((event) => event.scan.eventTime),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('answers a question about the past as a replay up to it', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: 310 }), (items, at) => {
        const until = arrive(items.filter((each) => each.at <= at));
        expect(saying(arrive(items), at)).toBe(saying(until, at));
      }),
      { numRuns: 1000 },
    );
  });
});
