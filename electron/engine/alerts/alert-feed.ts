import type { AlertRow } from '#shared/contract/types.ts';
import { alertIdOf, type AlertKind, type AlertState } from '#shared/domain/alert.ts';
import { dayMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import { createKeyedFeed, type MemoryFeed } from '../live/feed.ts';
import type { Store } from '../store/store.ts';
import { alertView } from './alert-view.ts';
import type { AlertBook } from './book.ts';

/** Alerts as pages watch them: all that are open, and what was closed in the last day. */
export interface AlertFeed {
  readonly live: MemoryFeed<AlertRow>;
  /** Shows alerts as they are in the database now; gives those that changed. */
  show(keys: readonly number[]): AlertRow[];
  /** Drops what was closed long enough ago. */
  expire(): void;
  /** Keys of alerts whose shelf is over. */
  unshelved(): number[];
  /** True while an alarm concerns a vehicle or one of the devices on it. */
  isAlarmed(vehicleId: string, deviceIds: readonly string[]): boolean;
}

/** A vehicle that says nothing is shown as silent, not as in alarm. */
const silences: ReadonlySet<AlertKind> = new Set(['sensor-silent', 'device-silent']);
const alarming: ReadonlySet<AlertState> = new Set([
  'active-unacknowledged',
  'active-acknowledged',
  'latched',
]);

export function createAlertFeed(store: Store, clock: Clock, book: AlertBook): AlertFeed {
  const live = createKeyedFeed<AlertRow>((row) => row.alertId);
  const shelved = new Map<number, number>();
  const closed = new Map<string, number>();
  /** Alert ids by what they alarm. */
  const alarms = new Map<string, Set<string>>();

  function unlist(row: AlertRow): void {
    for (const name of namesOf(row)) {
      const ids = alarms.get(name);
      ids?.delete(row.alertId);
      if (ids?.size === 0) alarms.delete(name);
    }
  }

  function list(row: AlertRow): void {
    if (silences.has(row.kind) || !alarming.has(row.state)) return;
    for (const name of namesOf(row)) {
      const ids = alarms.get(name);
      if (ids === undefined) alarms.set(name, new Set([row.alertId]));
      else ids.add(row.alertId);
    }
  }

  function showOne(key: number): AlertRow[] {
    const record = book.get(key);
    const known = live.get(alertIdOf(key));
    if (known !== undefined) unlist(known);
    shelved.delete(key);
    if (record === undefined) {
      live.delete(alertIdOf(key));
      return [];
    }
    const row = alertView(record, clock.now(), book);
    list(row);
    if (row.state === 'shelved' && record.life.shelved !== undefined)
      shelved.set(key, record.life.shelved.until);
    if (record.closed === undefined) closed.delete(row.alertId);
    else closed.set(row.alertId, record.closed);
    live.set(row);
    return [row];
  }

  function show(keys: readonly number[]): AlertRow[] {
    return keys.flatMap(showOne);
  }

  show(store.alerts.recent(clock.now() - dayMs).map(({ key }) => key));
  return {
    live,
    show,
    expire() {
      for (const [alertId, time] of closed) {
        if (time >= clock.now() - dayMs) continue;
        closed.delete(alertId);
        live.delete(alertId);
      }
    },
    unshelved: () => [...shelved].filter(([, until]) => until <= clock.now()).map(([key]) => key),
    isAlarmed: (vehicleId, deviceIds) =>
      alarms.has(`vehicle ${vehicleId}`) || deviceIds.some((id) => alarms.has(`device ${id}`)),
  };
}

function namesOf({ vehicleId, deviceId, subject }: AlertRow): string[] {
  const vehicle = subject.type === 'vehicle' ? subject.id : vehicleId;
  return [
    ...(vehicle === undefined ? [] : [`vehicle ${vehicle}`]),
    ...(deviceId === undefined ? [] : [`device ${deviceId}`]),
  ];
}
