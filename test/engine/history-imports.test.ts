import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createHistoryImports, type HistoryImports } from '#engine/handlers/history-imports.ts';
import type { Store } from '#engine/store/store.ts';
import { createTracking } from '#engine/tracking/tracking.ts';
import { keepOrder } from '#engine/tracking/intake.ts';
import { createPastOrders, type PastOrders } from '#engine/tracking/past/past-orders.ts';
import { createTrainer } from '#engine/tracking/past/trainer.ts';

import { createFakeClock } from '../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../support/test-store.ts';
import { historyCsv } from './tracking/past/past-rig.ts';

const now = Date.UTC(2026, 10, 2, 8);
const clock = createFakeClock(now);
let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let past: PastOrders;
let imports: HistoryImports;
let waiting: (() => void)[];

function open(): void {
  store = openTestStore(folder.path);
  past = createPastOrders({ store, clock, trainer: createTrainer(), timeZone: 'UTC' });
  waiting = [];
  let ids = 0;
  imports = createHistoryImports({
    store,
    clock,
    past,
    timeZone: 'UTC',
    newId: () => `job-${(ids += 1)}`,
    later: (work) => void waiting.push(work),
  });
}

async function close(): Promise<void> {
  await past.stop();
  store.close();
}

beforeEach(() => {
  folder = temporaryFolder();
  open();
});
afterEach(async () => {
  await close();
  folder.remove();
});

describe('imported history', () => {
  it('is learned from on a thread of its own, and estimates of an order just placed start from it', async () => {
    expect(imports.run(historyCsv(400), undefined)).toMatchObject({
      state: 'done',
      orders: 400,
      rejected: 0,
    });
    expect(past.isLearning()).toBe(true);
    await past.settled();
    expect(past.problem()).toBeUndefined();
    expect(past.current()).toMatchObject({ name: 'history-1', summary: { journeys: 400 } });
    const tracking = createTracking(store, clock, 'UTC', past);
    const key = store.transaction(
      () =>
        keepOrder(
          store,
          {
            orderNumber: 'WM-1',
            placedTime: new Date(now - 3_600_000).toISOString(),
            customer: {},
            shipTo: { region: 'far' },
            items: [],
            parcels: [],
            plan: [{ siteId: 'LYON', bizStep: 'picking' }],
          },
          now,
        ).key,
    );
    const { eta } = tracking.view(store.orders.byKey(key)!);
    expect(eta).toMatchObject({ model: 'history-1' });
    expect((Date.parse(eta!.p50) - now) / 3_600_000).toBeGreaterThan(48);
    expect((Date.parse(eta!.p50) - now) / 3_600_000).toBeLessThan(80);
  });

  it('is the same when it comes again, and keeps its model over a restart', async () => {
    imports.run(historyCsv(200), undefined);
    await past.settled();
    expect(imports.run(historyCsv(200), undefined)).toMatchObject({ accepted: 200, orders: 0 });
    expect(past.isLearning()).toBe(false);
    await close();
    open();
    expect(past.current()).toMatchObject({ name: 'history-1' });
    expect(past.isLearning()).toBe(false);
    expect(imports.run(historyCsv(260), undefined)).toMatchObject({ accepted: 260, orders: 260 - 200 });
    await past.settled();
    expect(past.current()).toMatchObject({ name: 'history-2', summary: { journeys: 260 } });
  });

  it('says that little teaches nothing', async () => {
    imports.run(historyCsv(20), undefined);
    await past.settled();
    expect(past.current()).toBeUndefined();
    expect(past.problem()).toBe('There are too few past orders to learn from.');
  });

  it('takes a long file in turns, says how far it is, and is stopped without a trace before it is kept', () => {
    const { jobId, state, total } = imports.run(historyCsv(2500), undefined);
    expect([state, total]).toEqual(['running', 2500]);
    waiting.shift()!();
    expect(imports.get(jobId)).toMatchObject({ rows: 1000, orders: 0 });
    expect(imports.cancel(jobId)).toMatchObject({ state: 'cancelled' });
    while (waiting.length > 0) waiting.shift()!();
    expect(store.pastJourneys.extent().journeys).toBe(0);
    const again = imports.run(historyCsv(2500), undefined).jobId;
    while (waiting.length > 0) waiting.shift()!();
    expect(imports.get(again)).toMatchObject({ state: 'done', orders: 2500 });
    expect(() => imports.cancel(again)).toThrow('already ended');
  });

  const work = (turns: number): void => {
    for (let left = turns; left > 0 && waiting.length > 0; left -= 1) waiting.shift()!();
  };
  const known = (): unknown =>
    store.pastJourneys.newest(10_000).map(({ orderNumber, delivered }) => [orderNumber, delivered]);
  /** Journeys known before, others told of them, and some that are new: three turns to read, three to keep. */
  const later = (): string => historyCsv(2600, 2);

  it('leaves nothing when it is stopped or fails half way', () => {
    imports.run(historyCsv(900), undefined);
    const before = known();
    const stopped = imports.run(later(), undefined).jobId;
    work(4);
    expect(store.pastJourneys.extent().journeys).toBeGreaterThan(900);
    expect(() => imports.run(historyCsv(5), undefined)).toThrow('Another history is being imported');
    expect(imports.cancel(stopped)).toMatchObject({ state: 'running', step: 'undoing' });
    work(9);
    expect([imports.get(stopped).state, known()]).toEqual(['cancelled', before]);

    const failing = imports.run(later(), undefined).jobId;
    work(4);
    const { put } = store.pastJourneys;
    store.pastJourneys.put = () => {
      throw new Error('database or disk is full');
    };
    work(1);
    store.pastJourneys.put = put;
    work(9);
    expect(imports.get(failing)).toMatchObject({
      state: 'failed',
      error: 'Error: database or disk is full',
      orders: 0,
    });
    expect(known()).toEqual(before);
  });

  it('leaves nothing when the engine ends half way', async () => {
    imports.run(historyCsv(900), undefined);
    const before = known();
    imports.run(later(), undefined);
    work(5);
    expect(known()).not.toEqual(before);
    await close();
    open();
    work(9);
    expect(known()).toEqual(before);
    expect(imports.run(historyCsv(901), undefined)).toMatchObject({ state: 'done', orders: 1 });
  });
});
