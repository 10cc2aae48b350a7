import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { AlertRow } from '#shared/contract/types.ts';
import type { OrderState } from '#shared/domain/order-state.ts';
import { dayMs } from '#shared/domain/time.ts';

import { createFakeClock } from '../fake-clock.ts';
import { assemble, inMemory, register, slowTimers } from '../judged-engine.ts';
import type { PlainWorld } from './world.ts';

/** A Monday. */
const startMs = Date.UTC(2026, 0, 12, 6);

export interface PlainRun {
  /** What stands at the end. */
  readonly alerts: readonly AlertRow[];
  /** What was said for a while and taken back. */
  readonly withdrawn: readonly AlertRow[];
  readonly orders: number;
  /** How many orders ended in which state. */
  readonly states: Readonly<Partial<Record<OrderState, number>>>;
}

/** A plain operation on simulated time, and what was said of it. */
export function playPlain(world: PlainWorld, seed: number): PlainRun {
  const dataDir = mkdtempSync(join(inMemory, 'waymark-plain-'));
  const engine = assemble(dataDir, slowTimers(createFakeClock(startMs)));
  try {
    for (const entry of world.registry) register(engine, entry);
    const numbers: string[] = [];
    let messages = 0;
    for (const item of world.items(seed, startMs)) {
      engine.waitUntil(item.atMs);
      if ('order' in item) {
        numbers.push(item.order.orderNumber);
        engine.post(item.order);
      } else engine.receive(item.topic, item.payload, (messages += 1));
    }
    engine.waitUntil(startMs + world.days * dayMs);
    engine.settle();
    const states: Partial<Record<OrderState, number>> = {};
    for (const number of numbers) {
      const { state } = engine.tracking.belief(engine.store.orders.get(number)!);
      states[state] = (states[state] ?? 0) + 1;
    }
    const rows = (withdrawn: boolean): AlertRow[] =>
      engine.alerts.list({ withdrawn, limit: 100_000 }).map(({ row }) => row);
    const alerts = rows(false);
    const standing = new Set(alerts.map(({ alertId }) => alertId));
    const withdrawn = rows(true).filter(({ alertId }) => !standing.has(alertId));
    return { alerts, withdrawn, orders: numbers.length, states };
  } finally {
    engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
