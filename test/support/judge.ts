import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { adapters } from '#engine/adapters/index.ts';
import { createRouter } from '#engine/adapters/routing.ts';
import { Alerts } from '#engine/alerts/alerts.ts';
import { createNodeSessions } from '#engine/ingest/node-sessions.ts';
import { createPipeline } from '#engine/ingest/pipeline.ts';
import { silentLog } from '#engine/log.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { createTracking, type Tracking } from '#engine/tracking/tracking.ts';
import type { AlertRow, BrokerStateRow, SiteRow, TemperatureProfileRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { calendar } from '../../electron/simulator/calendar.ts';
import type { FaultId } from '../../electron/simulator/faults/fault.ts';
import { faults } from '../../electron/simulator/faults/index.ts';
import { Ledger } from '../../electron/simulator/ledger.ts';
import type { Item } from '../../electron/simulator/world/item.ts';
import type { PostedOrder } from '../../electron/simulator/world/posted-order.ts';
import { registryEntries, type RegistryEntry } from '../../electron/simulator/registry.ts';
import { truthLine } from '../../electron/simulator/truth-file.ts';
import { stream } from '../../electron/simulator/world/stream.ts';
import { createWorld, type World } from '../../electron/simulator/world/world.ts';
import type { Truth } from '../../electron/station/evaluate.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export interface JudgedRun {
  readonly seed: number;
  readonly hours: number;
  readonly faults: readonly FaultId[];
  readonly ordersPerDay?: number;
  /** Messages that are not passed on, to make a long run short. */
  readonly without?: readonly ('position' | 'reading' | 'status')[];
  /** Every device says a reading once a minute at most and a position every two: a run takes a third of the time. */
  readonly thinned?: boolean;
}

export interface Judged {
  readonly truth: readonly Truth[];
  readonly alerts: readonly AlertRow[];
  readonly orders: number;
  readonly messages: number;
}

const startMs = Date.UTC(2026, 0, 14, 6);
/** The clock moves in steps of this much. */
const stepMs = 10_000;
/** Timers fall due no more often than this: a run of days has many seconds. */
const timerMs = 30_000;
/** Silence is told by the minute, standing still and going astray by the half hour. */
const thinMs = { reading: 55_000, position: 110_000 } as const;
/** Nothing of a run has to outlive a power cut: memory spares the disk thousands of commits. */
const folder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * The simulated world through the real adapters, store, tracking and alerts, on a clock that shows simulated time: what
 * a station would have raised, when, had it listened for all those hours.
 */
export function judgeRun(run: JudgedRun): Judged {
  const dataDir = mkdtempSync(join(folder, 'waymark-judge-'));
  const clock = slowTimers(createFakeClock(startMs));
  const engine = assemble(dataDir, clock);
  try {
    for (const entry of registryEntries(startMs - 4 * 86_400_000)) register(engine, entry);
    return play(run, engine);
  } finally {
    engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function slowTimers(clock: FakeClock): FakeClock {
  return { ...clock, every: (periodMs, run) => clock.every(Math.max(timerMs, periodMs), run) };
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
  return { truth, alerts, orders, messages };
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

interface Assembled {
  readonly store: Store;
  readonly alerts: Alerts;
  readonly tracking: Tracking;
  waitUntil(atMs: number): void;
  receive(topic: string, payload: string, id: number): void;
  post(order: PostedOrder): void;
  /** Has everything received stored. */
  settlePending(): void;
  settle(): void;
  stop(): void;
}

function assemble(dataDir: string, clock: FakeClock): Assembled {
  const store = openStore({ dataDir, clock, log: silentLog });
  const tracking = createTracking(store, clock);
  const link: BrokerStateRow = {
    brokerId: 'judge',
    kind: 'external',
    url: '',
    link: 'connected',
    since: toIso(clock.now()),
    reconnects: 0,
  };
  const alerts = new Alerts({ store, clock, tracking, brokers: () => [link], onChanged: () => undefined });
  alerts.listening.linksChanged();
  const router = createRouter(adapters);
  const pipeline = createPipeline({
    store,
    clock,
    log: silentLog,
    knowledge: {
      adapterFor: (payload, context) => router.adapterFor(payload, context),
      siteOf: () => undefined,
      timeZoneOf: () => 'Europe/Paris',
      keyOf: () => undefined,
      modelOf: () => undefined,
      sessions: createNodeSessions({ clock, births: [], askForBirth() {} }),
      onFault: (_id, error) => {
        throw error;
      },
    },
    inTransaction(settlements) {
      tracking.apply(settlements);
      alerts.apply(settlements);
    },
    onCommitted: () => alerts.committed(),
  });
  const rest = clock.every(40 * timerMs, () => {
    tracking.refreshSome();
    alerts.show();
  });
  return {
    store,
    alerts,
    tracking,
    waitUntil(atMs) {
      if (atMs - clock.now() < stepMs) return;
      pipeline.drain();
      clock.advance(atMs - clock.now());
    },
    receive(topic, payload, id) {
      pipeline.accept(
        {
          source: 'judge',
          topic,
          payload: Buffer.from(payload),
          qos: 1,
          retained: false,
          dup: false,
          messageId: id % 65_000,
          receivedAt: clock.now(),
        },
        () => undefined,
      );
    },
    post(order) {
      const checked = checkOrder(order);
      if (!checked.ok) throw new Error(checked.message);
      pipeline.drain();
      store.transaction(() => tracking.update(keepOrder(store, checked.order, clock.now()).key));
      alerts.show();
    },
    settlePending: () => pipeline.drain(),
    settle() {
      pipeline.drain();
      clock.advance(20 * 60_000);
    },
    stop() {
      rest();
      pipeline.stop();
      alerts.stop();
      store.close();
    },
  };
}

function register({ store, tracking, alerts }: Assembled, { collection, id, body }: RegistryEntry): void {
  // The bodies are what the HTTP API takes, and it is the API's tests that hold them to its schemas.
  switch (collection) {
    case 'sites':
      return store.places.putSite(body as unknown as SiteRow);
    case 'vehicles':
      store.places.putVehicle({ ...body, vehicleId: id });
      return tracking.world.refresh();
    case 'devices':
      store.devices.configure({ ...body, deviceId: id });
      return alerts.configured(id);
    case 'temperature-profiles':
      store.profiles.put(body as unknown as TemperatureProfileRow);
      return alerts.configured();
    case 'associations': {
      const { deviceId, subject, from, to } = body as {
        deviceId: string;
        subject: { type: 'vehicle' | 'site' | 'parcel' | 'pallet'; id: string };
        from: string;
        to?: string;
      };
      store.tracking.putAssociation({
        associationId: id,
        deviceId,
        channel: undefined,
        subjectType: subject.type,
        subjectId: subject.id,
        from: Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
      });
      tracking.world.refresh();
      return alerts.configured(deviceId);
    }
  }
}
