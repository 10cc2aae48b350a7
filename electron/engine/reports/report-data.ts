import { createHash } from 'node:crypto';
import type { z } from 'zod';

import type { ExcursionReport, ReportReading } from '#shared/contract/reports.ts';
import type { AlertRow, ExcursionRecord } from '#shared/contract/types.ts';
import { dayMs, lateAfterMs, minuteMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { excursionRecord, fixSources, type RecordInput } from '../alerts/excursion-record.ts';
import { isBeyond } from '../alerts/limits.ts';
import { isFault } from '../alerts/rules/sensor-fault.ts';
import { compact } from '../live/rows.ts';
import { corrected } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import { readingsCsv } from './report-csv.ts';

export type ReportData = z.output<typeof ExcursionReport>;
export type ReportReadingRow = z.output<typeof ReportReading>;

export interface ReportInput extends Omit<RecordInput, 'now'> {
  /** The zone where neither the site nor the device has one. */
  readonly timeZone: string;
}

const leastAroundMs = 45 * minuteMs;

/**
 * Everything an excursion report says. It follows from what is stored alone: an excursion that still goes on is
 * reported up to its newest reading, so that the same facts give the same report.
 */
export function reportOf(input: ReportInput, alert: AlertRow): ReportData {
  const { store } = input;
  const device = alert.deviceId === undefined ? undefined : store.devices.get(alert.deviceId);
  const asOf = newestKnown(input, alert, device);
  const excursion = excursionRecord({ ...input, now: asOf }, alert);
  if (excursion === undefined || device === undefined)
    throw new DomainError('not-found', `The alert ${alert.alertId} is about no limit of a profile.`);
  const window = windowAround(excursion, asOf);
  const readings = readingsIn(input, { alert, device, excursion }, window);
  const siteId = alert.siteId ?? device.siteId ?? device.heardSiteId;
  const site = siteId === undefined ? undefined : store.places.site(siteId);
  return compact({
    format: 'waymark-excursion-report/1' as const,
    alert,
    excursion,
    timeZone: device.timeZone ?? site?.timeZone ?? input.timeZone,
    window: { from: toIso(window.from), to: toIso(window.to) },
    readings,
    track: trackIn(input, { alert, device }, window),
    site: site && { siteId: site.siteId, name: site.name, lat: site.lat, lon: site.lon },
    csvSha256: sha256(readingsCsv({ readings, excursion })),
  });
}

/** SHA-256 of a text or bytes, in hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function seriesOf({ store }: ReportInput, alert: AlertRow, device: Device) {
  const quantity = alert.measure?.limit.quantity ?? 'Temperature';
  return store.keys.seriesOf(device.key, alert.channel ?? '').find(({ type }) => type === quantity);
}

function newestKnown(input: ReportInput, alert: AlertRow, device: Device | undefined): number {
  const least = Date.parse(alert.endTime ?? alert.startTime);
  const series = device && seriesOf(input, alert, device);
  const newest = series && input.store.alertFacts.newestReading(series.key);
  return Math.max(least, newest ?? least);
}

/** As much again before and after as it lasted, at least three quarters of an hour and at most a day. */
function windowAround({ startTime, endTime }: ExcursionRecord, asOf: number) {
  const start = Date.parse(startTime);
  const end = endTime === undefined ? asOf : Date.parse(endTime);
  const around = Math.min(dayMs, Math.max(leastAroundMs, (end - start) / 2));
  return { from: start - around, to: Math.min(end + around, asOf) };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function readingsIn(
  input: ReportInput,
  of: { readonly alert: AlertRow; readonly device: Device; readonly excursion: ExcursionRecord },
  { from, to }: Span,
): ReportReadingRow[] {
  const { alert, device, excursion } = of;
  const series = seriesOf(input, alert, device);
  if (series === undefined) return [];
  const { quantity } = excursion.limit;
  const calibrations = input.store.calibrations.of(device.deviceId, alert.channel ?? '', quantity);
  return input.store.alertFacts.readings(series.key, from, to).map(({ time, value: raw, recordTime }) => {
    const value = corrected(calibrations, time, raw);
    const fault = isFault(quantity, raw);
    return compact({
      time: toIso(time),
      recordTime: toIso(recordTime),
      value,
      rawValue: value === raw ? undefined : raw,
      beyond: !fault && isBeyond(excursion.limit, value),
      late: recordTime - time > lateAfterMs,
      fault,
    });
  });
}

/** Where it was meanwhile, by the first of its devices that said so. */
function trackIn(
  input: ReportInput,
  { alert, device }: { readonly alert: AlertRow; readonly device: Device },
  { from, to }: Span,
): ReportData['track'] {
  for (const source of fixSources(input, { device, alert, at: Date.parse(alert.startTime) })) {
    const fixes = input.store.queries.track(source.key, from, to);
    if (fixes.length > 0)
      return fixes.map(({ event_time, lat, lon }) => ({ time: toIso(event_time), lat, lon }));
  }
  return [];
}
