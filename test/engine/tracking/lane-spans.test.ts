import { expect, it } from 'vitest';

import { distinctSlots, joinPlaces } from '#engine/tracking/lane-spans.ts';

it('joins fixes at one site to a stay that lasts until the fix that says otherwise', () => {
  const fixes = [
    { time: 0, siteId: 'LYON' },
    { time: 10, siteId: 'LYON' },
    { time: 20, siteId: undefined },
    { time: 30, siteId: undefined },
    { time: 40, siteId: 'LILLE' },
  ];
  expect(joinPlaces(fixes, 15)).toEqual([
    { siteId: 'LYON', from: 0, to: 20 },
    { siteId: undefined, from: 20, to: 40 },
    { siteId: 'LILLE', from: 40, to: 40 },
  ]);
});

it('does not say where something was while nothing was heard of it', () => {
  const fixes = [
    { time: 0, siteId: 'LYON' },
    { time: 100, siteId: 'LYON' },
  ];
  expect(joinPlaces(fixes, 50)).toEqual([
    { siteId: 'LYON', from: 0, to: 0 },
    { siteId: 'LYON', from: 100, to: 100 },
  ]);
});

it('counts events that are too close to be told apart as one', () => {
  const events = [0, 4, 9, 10, 31].map((event_time) => ({ event_time }));
  expect(distinctSlots(events, { from: 0, widthMs: 10 })).toEqual([
    { first: { event_time: 0 }, count: 3 },
    { first: { event_time: 10 }, count: 1 },
    { first: { event_time: 31 }, count: 1 },
  ]);
});
