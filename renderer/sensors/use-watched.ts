import { useMemo } from 'react';

import { chartLimits, excursionBands } from '#renderer/alerts/limits.ts';
import type { ChartBand, ChartLimit } from '#renderer/charts/chart-limit.ts';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import type { AlertRow } from '#shared/contract/types.ts';

/** A measuring channel as it is known everywhere. */
export interface WatchedSensor {
  readonly sensorId: string;
  readonly deviceId: string;
  readonly channel?: string | undefined;
}

const noAlerts: readonly AlertRow[] = [];
const watchedTypes: ReadonlySet<string> = new Set(['Temperature', 'RelativeHumidity']);

/** Alerts of a sensor: what is live, over what the database knows of before. */
export function useSensorAlerts({ sensorId, deviceId, channel }: WatchedSensor): readonly AlertRow[] {
  const { rows = noAlerts } = useLive('alerts.live', {});
  const own = useMemo(
    () => rows.filter((alert) => alert.deviceId === deviceId && (alert.channel ?? '') === (channel ?? '')),
    [rows, deviceId, channel],
  );
  const past = useQuery('alerts.list', { subject: sensorId, limit: 200 }, { refreshKey: own.length }).data
    ?.items;
  return useMemo(() => {
    const byId = new Map((past ?? noAlerts).map((alert) => [alert.alertId, alert]));
    for (const alert of own) byId.set(alert.alertId, alert);
    return [...byId.values()];
  }, [past, own]);
}

interface WatchOptions {
  readonly type: string;
  readonly span: TimeSpan;
  readonly now: number;
}

/** The limits a sensor's values are held against, and its excursions, as a chart draws them. */
export function useWatched(
  sensor: WatchedSensor,
  { type, span, now }: WatchOptions,
): { readonly limits: readonly ChartLimit[]; readonly bands: readonly ChartBand[] } {
  const isWatched = watchedTypes.has(type);
  const alerts = useSensorAlerts(sensor);
  const profileId = useProfileId(sensor, span);
  const profiles = useQuery('profiles.list', isWatched ? {} : undefined).data?.items;
  const profile = profiles?.find(({ id }) => id === profileId);
  const limits = useMemo(
    () => (isWatched && profile !== undefined ? chartLimits(profile.limits, type) : []),
    [isWatched, profile, type],
  );
  const until = Math.min(span.to, now);
  const bands = useMemo(
    () => (isWatched ? excursionBands(alerts, { quantity: type, until }) : []),
    [isWatched, alerts, type, until],
  );
  return { limits, bands };
}

/** Its own profile, else that of the vehicle it was on last in the span. */
function useProfileId(sensor: WatchedSensor, span: TimeSpan): string | undefined {
  const { deviceId, channel } = sensor;
  const device = useLive('devices.live', {}).byKey.get(deviceId);
  const { rows: vehicles, byKey } = useLive('vehicles.live', {});
  const associations = useQuery('associations.list', { deviceId }).data?.items;
  const own = device?.channels?.[channel ?? '']?.temperatureProfileId;
  if (own !== undefined) return own;
  const ridden = associations?.findLast(
    ({ subject, channel: of, from, to }) =>
      subject.type === 'vehicle' &&
      (of === undefined || of === (channel ?? '')) &&
      Date.parse(from) < span.to &&
      (to === undefined || Date.parse(to) > span.from),
  )?.subject.id;
  const vehicle =
    ridden === undefined
      ? vehicles?.find(({ deviceIds }) => deviceIds.includes(deviceId))
      : byKey.get(ridden);
  return vehicle?.temperatureProfileId;
}
