import { createHash } from 'node:crypto';

import { calendar } from '../../../electron/simulator/calendar.ts';
import type { FaultId } from '../../../electron/simulator/faults/fault.ts';
import { faults } from '../../../electron/simulator/faults/index.ts';
import type { Item } from '../../../electron/simulator/world/item.ts';
import { stream } from '../../../electron/simulator/world/stream.ts';
import type { World } from '../../../electron/simulator/world/world.ts';
import { createWorld } from '../../../electron/simulator/world/world.ts';

/** A Sunday morning in November, 10:00 in Paris: vans are on their tours. */
export const morningMs = Date.UTC(2026, 10, 22, 9, 0, 0);

export interface CollectOptions {
  readonly seed?: number;
  readonly faults?: readonly FaultId[];
  readonly ordersPerDay?: number;
  readonly fromMs?: number;
  readonly hours?: number;
  readonly backfillHours?: number;
  readonly phaseHours?: number;
}

export function worldOf(options: CollectOptions): World {
  return createWorld({
    seed: options.seed ?? 1,
    calendar: calendar(options.phaseHours ?? 0),
    ordersPerDay: options.ordersPerDay ?? 60,
    faults: faults.filter((fault) => options.faults?.includes(fault.id) ?? false),
  });
}

export function itemsOf(options: CollectOptions): Generator<Item, void, undefined> {
  const fromMs = options.fromMs ?? morningMs;
  const toMs = fromMs + (options.hours ?? 24) * 3_600_000;
  return stream(worldOf(options), { fromMs, toMs, backfillMs: (options.backfillHours ?? 0) * 3_600_000 });
}

export type MessageItem = Extract<Item, { type: 'message' }>;

export function messagesOf(options: CollectOptions): MessageItem[] {
  return [...itemsOf(options)].filter((item) => item.type === 'message');
}

/** One hash over everything a run publishes and claims. */
export function fingerprint(options: CollectOptions): string {
  const hash = createHash('sha256');
  for (const item of itemsOf(options)) {
    if (item.type === 'message')
      hash.update(`${item.atMs} ${item.message.clientId} ${item.message.topic} ${item.message.payload}\n`);
    else hash.update(`${JSON.stringify(item)}\n`);
  }
  return hash.digest('hex');
}

/** The facts inside native messages: single objects and batches alike. */
export function nativeFacts(item: MessageItem): Record<string, unknown>[] {
  const body: unknown = JSON.parse(item.message.payload);
  return (Array.isArray(body) ? body : [body]) as Record<string, unknown>[];
}
