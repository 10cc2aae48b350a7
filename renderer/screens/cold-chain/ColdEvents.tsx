import { useMemo } from 'react';

import { EventStrip, type StripEvent, type StripRow } from '#renderer/charts/EventStrip.tsx';
import type { TimeSpan } from '#renderer/charts/time-range.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { eventText } from '#renderer/text/cold-chain-more.ts';
import { formatNumber } from '#renderer/text/format.ts';
import type { SeriesResult } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import type { ColdItem } from './cold-items.ts';

export interface ColdEventsProps {
  readonly item: ColdItem;
  readonly span: TimeSpan;
  readonly now: number;
}

const mostDoorPoints = 1000;

/** Door, what the sensor was on, scans where it was, and calibrations, on the time axis of its chart. */
export function ColdEvents({ item, span, now }: ColdEventsProps) {
  const { deviceId, channel, site } = item;
  const range = { from: toIso(span.from), to: toIso(span.to) };
  const own = channel === undefined ? { deviceId } : { deviceId, channel };
  const door = useQuery('readings.series', {
    ...own,
    type: 'DoorOpen',
    ...range,
    points: mostDoorPoints,
  }).data;
  const on = useQuery('associations.list', { deviceId }).data?.items;
  const scans = useQuery(
    'scans.list',
    site === undefined ? undefined : { ...range, siteId: site.siteId, limit: 500 },
  ).data?.items;
  const calibrations = useQuery('calibrations.list', { deviceId }).data?.items;
  const rows = useMemo((): StripRow[] => {
    const { rows: names } = eventText;
    return [
      { id: 'door', label: names.door, events: doorSpans(door, span) },
      {
        id: 'on',
        label: names.on,
        events: (on ?? []).map(({ associationId, subject, from, to }) => ({
          id: associationId,
          from: Date.parse(from),
          to: to === undefined ? now : Date.parse(to),
          label: `${subject.type} ${subject.id}`,
        })),
      },
      {
        id: 'scans',
        label: names.scans,
        events: (scans ?? []).map((scan) => ({
          id: scan.scanId,
          from: Date.parse(scan.time),
          label: eventText.scanned(scan.bizStep ?? 'scan', scan.codes.slice(0, 3).join(', ')),
        })),
      },
      {
        id: 'calibration',
        label: names.calibration,
        events: (calibrations ?? [])
          .filter((each) => (each.channel ?? '') === (channel ?? ''))
          .map(({ calibrationId, validFrom, offset }) => ({
            id: calibrationId,
            from: Date.parse(validFrom),
            label: eventText.calibrated(calibrationId, formatNumber(offset, 2)),
          })),
      },
    ];
  }, [door, on, scans, calibrations, span, now, channel]);
  return <EventStrip label={eventText.label} rows={rows} from={span.from} to={span.to} />;
}

/** From each point at which the door was open to the next at which it was not. */
function doorSpans(series: SeriesResult | undefined, { to }: TimeSpan): StripEvent[] {
  const spans: StripEvent[] = [];
  let since: number | undefined;
  for (const { time, max } of series?.points ?? []) {
    const at = Date.parse(time);
    if (max > 0) since ??= at;
    else if (since !== undefined) {
      spans.push({ id: `door ${since}`, from: since, to: at, label: eventText.doorOpen });
      since = undefined;
    }
  }
  if (since !== undefined) spans.push({ id: `door ${since}`, from: since, to, label: eventText.doorOpen });
  return spans;
}
