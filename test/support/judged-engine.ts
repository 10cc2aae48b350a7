import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { adapters } from '#engine/adapters/index.ts';
import { createRouter } from '#engine/adapters/routing.ts';
import { Alerts } from '#engine/alerts/alerts.ts';
import { createNodeSessions } from '#engine/ingest/node-sessions.ts';
import { createPipeline } from '#engine/ingest/pipeline.ts';
import { silentLog, type Log } from '#engine/log.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { createTracking, type Tracking } from '#engine/tracking/tracking.ts';
import type { BrokerStateRow, SiteRow, TemperatureProfileRow } from '#shared/contract/types.ts';
import { minuteMs, toIso } from '#shared/domain/time.ts';

import type { RegistryEntry } from '../../electron/simulator/registry.ts';
import type { FakeClock } from './fake-clock.ts';

/** Nothing of a run has to outlive a power cut: memory spares the disk thousands of commits. */
export const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The clock moves in steps of this much. */
const stepMs = 10_000;
/** Timers fall due no more often than this: a run of days has many seconds. */
const timerMs = 30_000;
const usualRoundMs = 20 * minuteMs;

/** What was not settled as it came makes every figure of a run worthless. */
const strictLog: Log = {
  ...silentLog,
  error(message, fields) {
    throw new Error(`${message} ${JSON.stringify(fields)}`);
  },
};

/** The same clock with timers that fall due no more often than once in `leastMs`. */
export function slowTimers(clock: FakeClock, leastMs: number = timerMs): FakeClock {
  return { ...clock, every: (periodMs, run) => clock.every(Math.max(leastMs, periodMs), run) };
}

export interface Assembled {
  readonly store: Store;
  readonly alerts: Alerts;
  readonly tracking: Tracking;
  waitUntil(atMs: number): void;
  receive(topic: string, payload: string, id: number): void;
  /** An order as it is posted; throws where it is refused. */
  post(order: unknown): void;
  /** Has everything received stored. */
  settlePending(): void;
  settle(): void;
  stop(): void;
}

/**
 * An engine on simulated time, without a broker: what is received goes through the real adapters, store, tracking and
 * alerts. Every open order is believed anew once in a round, as a console does within a minute.
 */
export function assemble(dataDir: string, clock: FakeClock, roundMs = usualRoundMs): Assembled {
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
    log: strictLog,
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
  const rest = clock.every(roundMs, () => {
    const open = store.orders.openKeys();
    store.transaction(() => open.forEach((key) => tracking.update(key)));
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

/** Tells it what a console is told over HTTP before it can make sense of its messages. */
export function register(
  { store, tracking, alerts }: Assembled,
  { collection, id, body }: RegistryEntry,
): void {
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
