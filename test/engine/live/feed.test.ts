import { expect, it } from 'vitest';

import { createKeyedFeed } from '#engine/live/feed.ts';
import { flushMs } from '#engine/live/frame-pacer.ts';
import { KeyedSubscription } from '#engine/live/keyed-subscription.ts';
import type { ServerMessage } from '#shared/contract/wire.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

interface Bay {
  readonly bayId: string;
  readonly siteId: string;
  readonly isFree: boolean;
}

function bay(bayId: string, siteId = 'S1', isFree = true): Bay {
  return { bayId, siteId, isFree };
}

function bays() {
  return createKeyedFeed<Bay, { siteId?: string }>(
    (row) => row.bayId,
    (row, { siteId }) => siteId === undefined || row.siteId === siteId,
  );
}

function follow(feed: ReturnType<typeof bays>, params: { siteId?: string }) {
  const clock = createFakeClock();
  const frames: ServerMessage[] = [];
  const failures: unknown[] = [];
  const subscription = new KeyedSubscription({
    id: 1,
    params,
    clock,
    feed,
    key: 'bayId',
    maxRowsPerFrame: 100,
    post: (message) => frames.push(message),
    fail: (error) => failures.push(error),
    checkRow: undefined,
  });
  subscription.start();
  return { clock, frames, failures, subscription };
}

it('keeps the newest row of each key and says which keys changed', () => {
  const feed = bays();
  const changes: string[][] = [];
  const unwatch = feed.watch((keys) => changes.push([...keys]));
  const first = bay('1');
  feed.set(first);
  feed.set(first);
  feed.set(bay('1', 'S1', false));
  feed.set(bay('2', 'S2'));
  expect([feed.delete('2'), feed.delete('2')]).toEqual([true, false]);
  unwatch();
  feed.set(bay('3', 'S2'));
  expect(changes).toEqual([['1'], ['1'], ['2'], ['2']]);
  expect([...feed.values()]).toEqual([bay('1', 'S1', false), bay('3', 'S2')]);
  expect([...feed.snapshot({ siteId: 'S2' })]).toEqual([bay('3', 'S2')]);
  expect([feed.size, feed.get('1'), feed.get('constructor')]).toEqual([2, bay('1', 'S1', false), undefined]);
});

it('builds a row that changed when somebody looks, once for all changes until then', () => {
  const feed = bays();
  const changes: string[][] = [];
  feed.watch((keys) => changes.push([...keys]));
  let built = 0;
  const build = (isFree: boolean) => (): Bay => {
    built += 1;
    return bay('1', 'S1', isFree);
  };
  feed.renew('1', build(true));
  feed.renew('1', build(false));
  expect([changes, built]).toEqual([[['1'], ['1']], 0]);
  expect([feed.get('1'), feed.get('1'), built]).toEqual([bay('1', 'S1', false), bay('1', 'S1', false), 1]);
  feed.renew('1', () => undefined);
  expect([...feed.snapshot({})]).toEqual([bay('1', 'S1', false)]);
  feed.renew('2', () => bay('2'));
  expect([feed.size, feed.delete('2'), feed.delete('2'), feed.size]).toEqual([2, true, false, 1]);
  feed.renew('1', build(true));
  feed.set(bay('1', 'S9'));
  expect(feed.get('1')).toEqual(bay('1', 'S9'));
});

it('takes a row out of a filtered view when it no longer matches, and does not speak of others', () => {
  const feed = bays();
  feed.set(bay('1', 'S1'));
  feed.set(bay('2', 'S2'));
  const { clock, frames, subscription } = follow(feed, { siteId: 'S1' });
  subscription.ack(1);
  feed.set(bay('2', 'S2', false));
  feed.delete('2');
  clock.advance(flushMs);
  feed.set(bay('1', 'S3'));
  feed.set(bay('4', 'S1'));
  clock.advance(flushMs);
  expect(frames).toEqual([
    { type: 'snapshot', id: 1, seq: 1, key: 'bayId', rows: [bay('1', 'S1')] },
    { type: 'delta', id: 1, seq: 2, upsert: [bay('4', 'S1')], remove: ['1'] },
  ]);
});

it('remembers for a reader that takes nothing no more keys than there are rows', () => {
  const feed = bays();
  feed.set(bay('1'));
  const { clock, frames, subscription } = follow(feed, {});
  for (let index = 0; index < 1000; index += 1) {
    feed.set(bay(`passing ${index}`));
    feed.delete(`passing ${index}`);
  }
  clock.advance(flushMs);
  let lookedUp = 0;
  const get = feed.get.bind(feed);
  feed.get = (key) => {
    lookedUp += 1;
    return get(key);
  };
  subscription.ack(1);
  expect({ lookedUp, frames: frames.length }).toEqual({ lookedUp: 0, frames: 1 });
});

it('ends a subscription whose feed fails instead of failing the writer', () => {
  const feed = bays();
  const { clock, failures, subscription } = follow(feed, {});
  subscription.ack(1);
  feed.set(bay('1'));
  feed.get = () => {
    throw new Error('closed');
  };
  clock.advance(flushMs);
  expect(failures).toEqual([new Error('closed')]);
});
