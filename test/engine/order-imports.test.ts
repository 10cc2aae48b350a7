import { describe, expect, it } from 'vitest';

import { systemClock, type Clock } from '#engine/clock.ts';
import { createImports, type Imports } from '#engine/handlers/order-imports.ts';
import type { Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import type { BeginReading } from '#engine/tracking/order-reader.ts';
import { createTracking } from '#engine/tracking/tracking.ts';

import { createFakeClock } from '../support/fake-clock.ts';
import { readHere } from '../support/read-here.ts';
import { openTestStore, temporaryFolder } from '../support/test-store.ts';

interface Rig {
  readonly store: Store;
  readonly imports: Imports;
  /** Lets what waits have its turn; gives whether anything did. */
  readonly turn: () => boolean;
}

function rig(
  store = openTestStore(temporaryFolder().path),
  clock: Clock = systemClock,
  reading: (begin: BeginReading) => BeginReading = (begin) => begin,
): Rig {
  const waiting: (() => void)[] = [];
  const later = (work: () => void) => void waiting.push(work);
  let ids = 0;
  const imports = createImports({
    store,
    clock,
    tracking: createTracking(store, clock),
    timeZone: 'UTC',
    newId: () => `job-${(ids += 1)}`,
    beginReading: reading(readHere(later)),
    later,
    onChange: () => undefined,
  });
  return {
    store,
    imports,
    turn() {
      const work = waiting.shift();
      work?.();
      return work !== undefined;
    },
  };
}

function csv(orders: number, note = ''): string {
  const lines = Array.from({ length: orders }, (_, index) => `WM-${index},P-${index}${note}`);
  return ['orderNumber,parcelId', ...lines].join('\n');
}

/** One turn and what follows from it. */
async function turnOnce({ turn }: Rig): Promise<void> {
  turn();
  await new Promise((resolve) => setImmediate(resolve));
}

/** Turns until the job is at a step, or has ended; the file is deflated on another thread meanwhile. */
async function turnUntil(all: Rig, jobId: string, step: string | undefined): Promise<void> {
  while (all.imports.get(jobId).state === 'running' && all.imports.get(jobId).step !== step)
    await turnOnce(all);
}

describe('an import of a long file', () => {
  it('says how far it is, while it is read and while its orders are entered', async () => {
    const all = rig();
    const { store, imports } = all;
    const { jobId, state, total, step } = imports.run(csv(5500, ' '.repeat(120)), undefined);
    expect([state, total, step]).toEqual(['running', 5500, 'reading']);
    const read: number[] = [];
    const entered: number[] = [];
    while (imports.get(jobId).state === 'running') {
      await turnOnce(all);
      const { step: now, rows, listed } = imports.get(jobId);
      if (now === 'reading') read.push(rows);
      else entered.push(listed);
      expect([store.orders.count(), store.orders.countBeliefs({})]).toEqual([listed, listed]);
    }
    expect(read).toEqual(read.toSorted((a, b) => a - b));
    expect(new Set(read).size).toBeGreaterThan(3);
    expect(entered).toEqual(entered.toSorted((a, b) => a - b));
    expect(new Set(entered).size).toBeGreaterThan(3);
    expect(imports.get(jobId)).toMatchObject({ state: 'done', accepted: 5500, orders: 5500, listed: 5500 });
  });

  it('gives back its rejected lines at its end, wherever they stand', async () => {
    const bad = (at: number): string => `BAD-${at},${'x'.repeat(300)}`;
    const [header = '', ...good] = csv(2000).split('\n');
    const lines = [bad(1), ...good.slice(0, 1500), bad(2), bad(3), ...good.slice(1500), bad(4)];
    const all = rig();
    const { jobId } = all.imports.run([header, ...lines].join('\n'), undefined);
    await turnUntil(all, jobId, undefined);
    const job = all.imports.get(jobId);
    expect(job).toMatchObject({
      state: 'done',
      rows: 2004,
      accepted: 2000,
      rejected: 4,
      orders: 2000,
      listed: 2000,
    });
    expect(job.rejectedCsv?.split('\r\n').map((line) => /BAD-\d/.exec(line)?.[0])).toEqual([
      undefined,
      'BAD-1',
      'BAD-2',
      'BAD-3',
      'BAD-4',
    ]);
  });

  it('is stopped without a trace while it is read', async () => {
    const { store, imports, turn } = rig();
    const { jobId } = imports.run(csv(2500), undefined);
    turn();
    expect(imports.cancel(jobId)).toMatchObject({ state: 'cancelled', orders: 0 });
    while (turn());
    expect([imports.get(jobId).state, store.orders.count()]).toEqual(['cancelled', 0]);
    expect(() => imports.cancel(jobId)).toThrow(/already ended/);
  });

  it('is taken back while its orders are entered, those that were there before as they were', async () => {
    // Time passes whenever somebody asks for it.
    let time = Date.UTC(2026, 0, 12);
    const all = rig(undefined, { ...systemClock, now: () => (time += 1) });
    const { store, imports } = all;
    const before = checkOrder({ orderNumber: 'WM-5', parcels: [{ parcelId: 'OLD-5' }], channel: 'web' });
    if (!before.ok) throw new Error(before.message);
    const { key } = keepOrder(store, before.order, 0);
    const posted = store.orders.get('WM-5')?.posted;
    const { jobId } = imports.run(csv(4500), undefined);
    while (imports.get(jobId).listed < 2000) await turnOnce(all);
    expect(store.orders.get('WM-5')?.posted).not.toBe(posted);
    expect(imports.cancel(jobId)).toMatchObject({ state: 'running', step: 'undoing' });
    expect(imports.cancel(jobId)).toMatchObject({ step: 'undoing' });
    await turnUntil(all, jobId, undefined);
    expect(imports.get(jobId)).toMatchObject({ state: 'cancelled', orders: 0, listed: 0 });
    const codes = ['WM-5', 'OLD-5', 'P-5', 'WM-6', 'P-6'].map((code) => store.orders.byCode(code).length);
    expect(codes).toEqual([1, 1, 0, 0, 0]);
    expect(store.orders.get('WM-5')?.posted).toBe(posted);
    expect([store.orders.count(), store.orders.countBeliefs({}), store.orders.byWords('"wm"', 9)]).toEqual([
      1,
      1,
      [key],
    ]);
    expect(store.orderImports.all()).toEqual([]);
    // Their keys are never given again: much is remembered by them.
    const again = keepOrder(store, { ...before.order, orderNumber: 'WM-NEW', parcels: [] }, 0);
    expect(again.key).toBeGreaterThan(2000);
  });

  it('does not go on with what was cancelled while it waited to read its file again', async () => {
    const clock = createFakeClock();
    const all = rig(undefined, clock, (begin) => (file, onProgress) => {
      const reader = begin(file, onProgress);
      let asked = 0;
      const prepared: typeof reader.prepared = (from, until) => {
        if ((asked += 1) <= 2) return reader.prepared(from, until);
        const died = Promise.reject(new Error('the reader died'));
        // Asked for ahead of time, as on a thread.
        died.catch(() => undefined);
        return died;
      };
      return { ...reader, prepared };
    });
    const { store, imports } = all;
    const { jobId } = imports.run(csv(4500), undefined);
    while (imports.get(jobId).error === undefined) await turnOnce(all);
    imports.cancel(jobId);
    await turnUntil(all, jobId, undefined);
    clock.advance(60_000);
    for (let turn = 0; turn < 100; turn += 1) await turnOnce(all);
    expect([imports.get(jobId).state, store.orders.count()]).toEqual(['cancelled', 0]);
  });

  it('leaves what somebody works on when it is taken back, and goes on after a restart', async () => {
    const first = rig();
    const { jobId } = first.imports.run(csv(4500), undefined);
    while (first.imports.get(jobId).listed < 3000) await turnOnce(first);
    const edited = checkOrder({ orderNumber: 'WM-7', parcels: [], channel: 'edited' });
    if (!edited.ok) throw new Error(edited.message);
    keepOrder(first.store, edited.order, 0);
    first.imports.cancel(jobId);
    await turnOnce(first);
    await turnOnce(first);
    const left = first.store.orders.count();
    expect([left > 0, left < 3000]).toEqual([true, true]);
    const second = rig(first.store);
    expect(second.imports.get(jobId)).toMatchObject({ state: 'running', step: 'undoing' });
    await turnUntil(second, jobId, undefined);
    expect(second.imports.get(jobId)).toMatchObject({ state: 'cancelled', orders: 1, listed: 1 });
    expect([second.store.orders.count(), second.store.orders.newestNumbers(3)]).toEqual([1, ['WM-7']]);
  });

  it('goes on to the end after a restart, and overwrites nothing that was edited meanwhile', async () => {
    const first = rig();
    const { jobId } = first.imports.run(csv(2200), undefined);
    while (first.imports.get(jobId).listed === 0) await turnOnce(first);
    const entered = first.store.orders.count();
    expect(entered).toBeGreaterThan(0);
    expect(entered).toBeLessThan(2200);
    const edited = checkOrder({ orderNumber: 'WM-0', parcels: [], channel: 'edited' });
    if (!edited.ok) throw new Error(edited.message);
    keepOrder(first.store, edited.order, 0);
    const second = rig(first.store);
    await turnUntil(second, jobId, undefined);
    expect(second.imports.get(jobId)).toMatchObject({ state: 'done', orders: 2200, listed: 2200 });
    expect(second.store.orders.countBeliefs({})).toBe(2200);
    expect(second.store.orders.get('WM-0')?.posted).toContain('edited');
  });

  it('tells the states of its orders afterwards, each once', async () => {
    const all = rig();
    const { jobId } = all.imports.run(csv(450), undefined);
    await turnUntil(all, jobId, undefined);
    while (all.store.orderImports.all().length > 0) {
      await turnOnce(all);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const topics = all.store.tracking.outgoing(0, 1000).map(({ topic }) => topic);
    expect([topics.length, new Set(topics).size]).toEqual([450, 450]);
  });

  it('changes nothing when it comes again', async () => {
    const all = rig();
    await turnUntil(all, all.imports.run(csv(450), undefined).jobId, undefined);
    const again = all.imports.run(csv(450), undefined).jobId;
    await turnUntil(all, again, undefined);
    expect(all.imports.get(again)).toMatchObject({ state: 'done', orders: 450 });
    const order = all.store.orders.get('WM-7');
    expect([all.store.orders.count(), order?.createdTime]).toEqual([450, order?.updatedTime]);
  });

  it('announces what it entered once a full disk has room again', async () => {
    const store = openTestStore(temporaryFolder().path);
    const clock = createFakeClock(Date.UTC(2026, 5, 1));
    let isFull = false;
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const all = rig(
      {
        ...store,
        transaction(work) {
          if (isFull) throw full;
          return store.transaction(work);
        },
      },
      clock,
    );
    const { jobId } = all.imports.run(csv(250), undefined);
    await turnUntil(all, jobId, undefined);
    isFull = true;
    while (all.turn());
    clock.advance(60_000);
    expect(store.tracking.outgoing(0, 1000)).toEqual([]);
    isFull = false;
    clock.advance(60_000);
    expect(store.tracking.outgoing(0, 1000)).toHaveLength(250);
  });
});

describe('an import of a short file', () => {
  it('is done at once', () => {
    const { store, imports, turn } = rig();
    expect(imports.run(csv(3), undefined)).toMatchObject({ state: 'done', rows: 3, orders: 3, listed: 3 });
    expect([turn(), store.orders.countBeliefs({})]).toEqual([false, 3]);
  });
});
