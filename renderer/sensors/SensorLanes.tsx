import { useMemo } from 'react';

import { EventStrip, type StripRow } from '#renderer/charts/EventStrip.tsx';
import { spanWords } from '#renderer/charts/chart-words.ts';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useLive } from '#renderer/data/use-live.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { laneText } from '#renderer/text/cold-chain-more.ts';
import type { SensorLanesResult, SiteRow } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

export interface SensorLanesProps {
  readonly sensor: { readonly deviceId: string; readonly channel?: string | undefined };
  readonly span: TimeSpan;
  readonly timeZone: string;
}

/** An event each 1/500 of the width is as close as can be told apart. */
const points = 500;
const refreshMs = 10_000;

/** Door, what a sensor was on, where that was and what was scanned, on the time axis of the chart above. */
export function SensorLanes({ sensor, span, timeZone }: SensorLanesProps) {
  const { deviceId, channel } = sensor;
  const stored = useLive('devices.live', {}).byKey.get(deviceId)?.messages.stored ?? 0;
  const news = useThrottled(stored, refreshMs);
  const sites = useLive('sites.live', {}).byKey;
  const { data } = useQuery(
    'readings.lanes',
    {
      deviceId,
      ...(channel === undefined ? {} : { channel }),
      from: toIso(Math.floor(span.from)),
      to: toIso(Math.ceil(span.to)),
      points,
    },
    { refreshKey: news },
  );
  const rows = useMemo(
    () => (data === undefined ? [] : rowsOf(data, { until: span.to, sites, timeZone })),
    [data, span.to, sites, timeZone],
  );
  return <EventStrip label={laneText.label} rows={rows} from={span.from} to={span.to} />;
}

interface RowOptions {
  readonly until: number;
  readonly sites: ReadonlyMap<string, SiteRow>;
  readonly timeZone: string;
}

function rowsOf({ door, on, places, scans }: SensorLanesResult, options: RowOptions): StripRow[] {
  const { rows: names } = laneText;
  const { until, sites, timeZone } = options;
  const nameOf = (siteId: string): string => sites.get(siteId)?.name ?? siteId;
  const ends = ({ from, to }: { readonly from: string; readonly to?: string | undefined }) => ({
    from: Date.parse(from),
    to: to === undefined ? until : Date.parse(to),
  });
  const when = (span: { readonly from: number; readonly to: number }): string =>
    spanWords(span.from, span.to, timeZone);
  return [
    {
      id: 'door',
      label: names.door,
      events: door.map((each) => {
        const span = ends(each);
        const label = laneText.doorOpen;
        return { id: each.from, ...span, label, tip: `${label}, ${when(span)}`, tone: 'bar' as const };
      }),
    },
    {
      id: 'on',
      label: names.on,
      events: on.map((each) => {
        const { type, id } = each.subject;
        const label = type === 'site' ? nameOf(id) : laneText.subject[type](id);
        const span = ends(each);
        return { id: `${each.from} ${id}`, ...span, label, tip: `${label}, ${when(span)}` };
      }),
    },
    {
      id: 'place',
      label: names.place,
      events: places.map((each) => {
        const label = each.siteId === undefined ? laneText.onTheWay : nameOf(each.siteId);
        const span = ends(each);
        return {
          id: each.from,
          ...span,
          label,
          tip: `${label}, ${when(span)}`,
          tone: each.siteId === undefined ? ('way' as const) : undefined,
        };
      }),
    },
    {
      id: 'scans',
      label: names.scans,
      events: scans.map((scan) => {
        const what = laneText.scanned(scan.bizStep ?? laneText.scan, scan.codes.join(', '), scan.count);
        const from = Date.parse(scan.time);
        return { id: scan.scanId, from, label: what, tip: `${what}, ${spanWords(from, from, timeZone)}` };
      }),
    },
  ];
}
