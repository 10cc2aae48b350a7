import { describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { createImports, type Imports } from '#engine/handlers/order-imports.ts';
import type { Store } from '#engine/store/store.ts';
import { createTracking } from '#engine/tracking/tracking.ts';

import { openTestStore, temporaryFolder } from '../support/test-store.ts';

interface Rig {
  readonly store: Store;
  readonly imports: Imports;
  /** Lets what waits have its turn; gives whether anything did. */
  readonly turn: () => boolean;
}

function rig(store = openTestStore(temporaryFolder().path)): Rig {
  const waiting: (() => void)[] = [];
  let ids = 0;
  const imports = createImports({
    store,
    clock: systemClock,
    tracking: createTracking(store, systemClock),
    timeZone: 'UTC',
    newId: () => `job-${(ids += 1)}`,
    later: (work) => void waiting.push(work),
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

function csv(orders: number): string {
  const lines = Array.from({ length: orders }, (_, index) => `WM-${index},P-${index}`);
  return ['orderNumber,parcelId', ...lines].join('\n');
}

describe('an import of a long file', () => {
  it('says how far it is, is kept as a whole at its end, and its orders are listed in turns', () => {
    const { store, imports, turn } = rig();
    const { jobId, state, total } = imports.run(csv(2500), undefined);
    expect([state, total]).toEqual(['running', 2500]);
    const seen: unknown[] = [];
    while (imports.get(jobId).state === 'running' && turn()) {
      const { rows, orders } = imports.get(jobId);
      seen.push([rows, orders, store.orders.count()]);
    }
    expect(seen).toEqual([
      [1000, 1000, 0],
      [2000, 2000, 0],
      [2500, 2500, 2500],
    ]);
    expect(imports.get(jobId).listed).toBe(0);
    while (turn());
    expect(imports.get(jobId)).toMatchObject({ state: 'done', accepted: 2500, listed: 2500 });
    expect(store.orders.countBeliefs({})).toBe(2500);
  });

  it('is stopped without a trace', () => {
    const { store, imports, turn } = rig();
    const { jobId } = imports.run(csv(2500), undefined);
    turn();
    expect(imports.cancel(jobId)).toMatchObject({ state: 'cancelled', orders: 0 });
    while (turn());
    expect([imports.get(jobId).state, store.orders.count()]).toEqual(['cancelled', 0]);
    expect(() => imports.cancel(jobId)).toThrow(/already ended/);
  });

  it('is listed to its end after a restart', () => {
    const first = rig();
    const { jobId } = first.imports.run(csv(1200), undefined);
    while (first.imports.get(jobId).state === 'running') first.turn();
    first.turn();
    expect(first.store.orders.countBeliefs({})).toBe(50);
    const second = rig(first.store);
    while (second.turn());
    expect(first.store.orders.countBeliefs({})).toBe(1200);
  });
});

describe('an import of a short file', () => {
  it('is done at once', () => {
    const { store, imports, turn } = rig();
    expect(imports.run(csv(3), undefined)).toMatchObject({ state: 'done', rows: 3, orders: 3, listed: 3 });
    expect([turn(), store.orders.countBeliefs({})]).toEqual([false, 3]);
  });
});
