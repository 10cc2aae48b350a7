import { Alerts } from '#engine/alerts/alerts.ts';
import type { Clock } from '#engine/clock.ts';
import { createPipeline, type Pipeline } from '#engine/ingest/pipeline.ts';
import type { InboundMessage } from '#engine/ingest/source.ts';
import { silentLog } from '#engine/log.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { checkOrder, keepOrder } from '#engine/tracking/intake.ts';
import { createTracking, type Tracking } from '#engine/tracking/tracking.ts';
import type { AlertRow, BrokerStateRow } from '#shared/contract/types.ts';
import type { Observation } from '#shared/domain/observation.ts';
import { toIso } from '#shared/domain/time.ts';

import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { plainKnowledge } from './plain-knowledge.ts';

/** The real store, pipeline, tracking and alerts on one folder, with a clock that a test moves. */
export interface AlertRig {
  readonly clock: FakeClock;
  readonly store: Store;
  readonly alerts: Alerts;
  readonly tracking: Tracking;
  /** Commits one message holding these facts. */
  send(items: readonly Observation[], message?: Partial<InboundMessage>): void;
  /** Commits several messages in one transaction. */
  sendAll(messages: readonly (readonly Observation[])[]): void;
  /** A reading of one temperature, at a minute of the test's time. */
  reading(deviceId: string, time: number, value: number, more?: Partial<Observation>): Observation;
  post(order: object): void;
  /** Alerts as the API lists them, withdrawn ones left out, by start. */
  list(kind?: AlertRow['kind']): AlertRow[];
  /** What must be the same whatever the order of arrival. */
  gist(deviceId: string): string[];
  /** Breaks the link, or puts it up again. */
  link(state: BrokerStateRow['link']): void;
  /** Forgets everything in memory, as after a kill, and starts again on the same folder. */
  restart(): void;
  stop(): void;
}

export function createAlertRig(
  dataDir: string,
  clock: FakeClock = createFakeClock(),
  onChanged: (rows: readonly AlertRow[]) => void = () => undefined,
): AlertRig {
  let running = start(dataDir, clock, onChanged);
  const rig: AlertRig = {
    clock,
    get store() {
      return running.store;
    },
    get alerts() {
      return running.alerts;
    },
    get tracking() {
      return running.tracking;
    },
    send(items, message) {
      running.pipeline.accept(messageOf(items, clock, message), () => undefined);
      running.pipeline.drain();
    },
    sendAll(messages) {
      for (const items of messages) running.pipeline.accept(messageOf(items, clock), () => undefined);
      running.pipeline.drain();
    },
    reading: (deviceId, time, value, more = {}) =>
      ({
        kind: 'reading',
        deviceId,
        time,
        values: [{ type: 'Temperature', value, uom: 'CEL' }],
        ...more,
      }) as Observation,
    post(order) {
      const checked = checkOrder(order);
      if (!checked.ok) throw new Error(checked.message);
      running.store.transaction(() =>
        running.tracking.update(keepOrder(running.store, checked.order, clock.now()).key),
      );
      running.alerts.show();
    },
    list(kind) {
      const all = running.alerts.list({ withdrawn: false, kind, limit: 100_000 }).map(({ row }) => row);
      return all.sort((a, b) => a.startTime.localeCompare(b.startTime));
    },
    gist(deviceId) {
      const rows = running.alerts
        .list({ withdrawn: false, subjectId: deviceId, limit: 100_000 })
        .map(({ row }) => row);
      return rows
        .map(({ kind, subject, startTime, endTime, measure }) =>
          [kind, subject.type, subject.id, startTime, endTime ?? '…', measure?.limit.value ?? ''].join(' '),
        )
        .sort();
    },
    link: (state) => running.link(state),
    restart() {
      running.stop();
      running = start(dataDir, clock, onChanged);
    },
    stop: () => running.stop(),
  };
  return rig;
}

interface Running {
  readonly store: Store;
  readonly alerts: Alerts;
  readonly tracking: Tracking;
  readonly pipeline: Pipeline;
  link(state: BrokerStateRow['link']): void;
  stop(): void;
}

function start(dataDir: string, clock: Clock, onChanged: (rows: readonly AlertRow[]) => void): Running {
  const store = openStore({ dataDir, clock, log: silentLog });
  const tracking = createTracking(store, clock);
  let link: BrokerStateRow = {
    brokerId: 'test',
    kind: 'external',
    url: '',
    link: 'connected',
    since: toIso(clock.now()),
    reconnects: 0,
  };
  const alerts = new Alerts({ store, clock, tracking, brokers: () => [link], onChanged });
  alerts.listening.linksChanged();
  const pipeline = createPipeline({
    store,
    clock,
    log: silentLog,
    knowledge: plainKnowledge(clock),
    inTransaction(settlements) {
      tracking.apply(settlements);
      alerts.apply(settlements);
    },
    onCommitted: () => alerts.committed(),
  });
  return {
    store,
    alerts,
    tracking,
    pipeline,
    link(state) {
      link = { ...link, link: state, since: toIso(clock.now()) };
      alerts.listening.linksChanged();
    },
    stop() {
      pipeline.stop();
      alerts.stop();
      store.close();
    },
  };
}

let messages = 0;

function messageOf(
  items: readonly Observation[],
  clock: Clock,
  more: Partial<InboundMessage> = {},
): InboundMessage {
  messages += 1;
  return {
    source: 'test',
    topic: `plain/${messages % 7}`,
    payload: Buffer.from(JSON.stringify(items)),
    qos: 1,
    retained: false,
    dup: false,
    receivedAt: clock.now(),
    ...more,
  };
}
