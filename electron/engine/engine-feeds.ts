import type { AlertRow } from '#shared/contract/types.ts';

import type { Alerts } from './alerts/alerts.ts';
import type { Clock } from './clock.ts';
import type { Feeds } from './live/feed.ts';
import type { Presence } from './live/presence.ts';
import type { ReadModels } from './live/read-models.ts';
import type { OrderFeeds } from './tracking/order-feeds.ts';
import type { Tracking } from './tracking/tracking.ts';

/** Fixes of so long are gathered before what rides is estimated anew. */
const gatherFixesMs = 200;
/** So long others have their turn before more is estimated. */
const breatheMs = 2;

/** Time alone makes orders late and counts old; what rides arrives sooner or later as its vehicle moves. */
export function watchOrders(
  clock: Clock,
  tracking: Tracking,
  feeds: OrderFeeds,
  ordersChanged: () => void,
): () => void {
  let stopFollowing: (() => void) | undefined;
  function follow(): void {
    stopFollowing = undefined;
    if (!tracking.hasMoved) return;
    tracking.followSome();
    ordersChanged();
    if (tracking.hasMoved) stopFollowing = clock.after(breatheMs, follow);
  }
  const stops = [
    () => stopFollowing?.(),
    clock.every(gatherFixesMs, () => {
      if (stopFollowing === undefined) follow();
    }),
    clock.every(1000, () => feeds.renew(false)),
    clock.every(60_000, () => {
      feeds.renew(true);
      tracking.clearEnded();
    }),
    clock.every(2000, () => {
      tracking.refreshSome();
      ordersChanged();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** One feed for every subscription of the contract. */
export function createFeeds(
  models: ReadModels,
  scanLog: Feeds['scans.tail'],
  presence: Presence,
  orders: OrderFeeds,
  alerts: Alerts,
): Feeds {
  return {
    'alerts.live': alerts.feed.live,
    'devices.live': models.devices,
    'sensors.live': models.sensors,
    'vehicles.live': models.vehicles,
    'sites.live': models.sites,
    'scans.tail': scanLog,
    'orders.overview': orders.overview,
    'orders.live': orders.live,
    presence: presence.feed,
  };
}

/** Vehicles and orders that alerts concern show them. */
export function showAlerts(rows: readonly AlertRow[], models: ReadModels, orders: OrderFeeds): void {
  const vehicles = rows.flatMap(({ vehicleId, deviceId, subject }) => [
    vehicleId,
    deviceId,
    subject.type === 'vehicle' ? subject.id : undefined,
  ]);
  for (const vehicleId of new Set(vehicles)) if (vehicleId !== undefined) models.refreshVehicle(vehicleId);
  orders.changed([...new Set(rows.flatMap(({ orderNumbers }) => orderNumbers))]);
}
