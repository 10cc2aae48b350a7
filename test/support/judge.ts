import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { AlertRow } from '#shared/contract/types.ts';

import { calendar } from '../../electron/simulator/calendar.ts';
import type { FaultId } from '../../electron/simulator/faults/fault.ts';
import { faults } from '../../electron/simulator/faults/index.ts';
import { Ledger } from '../../electron/simulator/ledger.ts';
import { registryEntries } from '../../electron/simulator/registry.ts';
import { truthLine } from '../../electron/simulator/truth-file.ts';
import type { Item } from '../../electron/simulator/world/item.ts';
import { stream } from '../../electron/simulator/world/stream.ts';
import { createWorld, type World } from '../../electron/simulator/world/world.ts';
import type { Truth } from '../../electron/station/evaluate.ts';
import { createFakeClock } from './fake-clock.ts';
import { assemble, type Assembled, inMemory, register, slowTimers } from './judged-engine.ts';

export interface JudgedRun {
  readonly seed: number;
  readonly hours: number;
  readonly faults: readonly FaultId[];
  readonly ordersPerDay?: number;
  /** Messages that are not passed on, to make a long run short. */
  readonly without?: readonly ('position' | 'reading' | 'status')[];
  /** Every device says a reading once a minute at most and a position every two: a run takes a third of the time. */
  readonly thinned?: boolean;
  /** Every open order is believed anew so often; without it every 20 minutes. */
  readonly roundMs?: number;
}

export interface Judged {
  readonly truth: readonly Truth[];
  readonly alerts: readonly AlertRow[];
  readonly orders: number;
  readonly messages: number;
}

const startMs = Date.UTC(2026, 0, 14, 6);
/** Silence is told by the minute, standing still and going astray by the half hour. */
const thinMs = { reading: 55_000, position: 110_000 } as const;

/**
 * The simulated world through the real adapters, store, tracking and alerts, on a clock that shows simulated time: what
 * a station would have raised, when, had it listened for all those hours.
 */
export function judgeRun(run: JudgedRun): Judged {
  const dataDir = mkdtempSync(join(inMemory, 'waymark-judge-'));
  const clock = slowTimers(createFakeClock(startMs));
  const engine = assemble(dataDir, clock, run.roundMs);
  try {
    for (const entry of registryEntries(startMs - 4 * 86_400_000)) register(engine, entry);
    return play(run, engine);
  } finally {
    engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function play(run: JudgedRun, engine: Assembled): Judged {
  const world = createWorld({
    seed: run.seed,
    calendar: calendar(0),
    ordersPerDay: run.ordersPerDay ?? 400,
    faults: faults.filter(({ id }) => run.faults.includes(id)),
  });
  const ledger = new Ledger();
  const truth: Truth[] = [];
  const isPassedOn = filterOf(run);
  let orders = 0;
  let messages = 0;
  const toMs = startMs + run.hours * 3_600_000;
  // A sensor that measures nothing has no health to tell of either.
  const speaks = ({ kind }: { readonly kind: string }): boolean =>
    !(run.without?.includes('reading') ?? false) || !kind.endsWith('sensor');
  for (const item of stream(world, { fromMs: startMs, toMs, backfillMs: 0, speaks })) {
    engine.waitUntil(item.atMs);
    for (const entry of ledger.note(item))
      if (entry.kind !== 'fact') truth.push(JSON.parse(truthLine(entry)) as Truth);
    if (item.type === 'order') {
      orders += 1;
      engine.post(item.order);
    } else if (item.type === 'registration') {
      engine.settlePending();
      register(engine, item.entry);
    } else if (item.type === 'message' && isPassedOn(item)) {
      messages += 1;
      engine.receive(item.message.topic, item.message.payload, messages);
    }
  }
  engine.waitUntil(toMs);
  engine.settle();
  truth.push(...pendingTruths(world, toMs));
  // What is raised after the last message is the silence of a world that has ended.
  const alerts = engine.alerts
    .list({ withdrawn: false, limit: 1_000_000 })
    .flatMap(({ row }) =>
      Date.parse(row.startTime) < toMs && Date.parse(row.raisedTime) <= toMs ? [row] : [],
    );
  return { truth: truth.map((each) => untilThen(each, toMs)), alerts, orders, messages };
}

/** What may still be foreseen in time when the run ends is not missed. */
function untilThen(truth: Truth, toMs: number): Truth {
  const isOpen = truth.kind === 'late-predicted' && Date.parse(truth.to ?? truth.time) > toMs;
  return isOpen ? { ...truth, detail: { ...truth.detail, optional: true } } : truth;
}

/** What had begun and need not be known yet when the run ends: raising it early is right. */
function pendingTruths(world: World, toMs: number): Truth[] {
  const { dayOf } = world.options.calendar;
  const found: Truth[] = [];
  for (let day = dayOf(startMs) - 2; day <= dayOf(toMs) + 1; day += 1)
    for (const entry of world.plan(day).truth)
      if (entry.atMs >= toMs && (entry.fromMs ?? entry.atMs) < toMs)
        found.push(JSON.parse(truthLine({ ...entry, detail: { ...entry.detail, optional: true } })) as Truth);
  return found;
}

type MessageItem = Extract<Item, { readonly type: 'message' }>;

function filterOf({ without, thinned = false }: JudgedRun): (item: MessageItem) => boolean {
  const left = new Set<string>(without);
  const lastOf = new Map<string, number>();
  return ({ said, atMs }) => {
    const [first] = said;
    if (first === undefined || said.every(({ kind }) => left.has(kind))) return false;
    if (!thinned || said.length > 1 || (first.kind !== 'position' && first.kind !== 'reading')) return true;
    const name = `${first.kind} ${first.deviceId}`;
    if (atMs - (lastOf.get(name) ?? -Infinity) < thinMs[first.kind]) return false;
    lastOf.set(name, atMs);
    return true;
  };
}
