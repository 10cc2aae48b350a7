import type { AlertRow, ExcursionRecord, MktFigures } from '#shared/contract/types.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import { readPosted } from '../tracking/posted.ts';
import { compact } from '../live/rows.ts';
import { figuresOf, gapLimitMs, measuredReadings, tripAt } from './trip-figures.ts';

export interface RecordInput {
  readonly store: Store;
  readonly associations: readonly AssociationRow[];
  readonly now: number;
}

/**
 * Everything that is to be known of an excursion, worked out from the readings there are now; undefined for an alert
 * that is about no limit.
 */
export function excursionRecord(input: RecordInput, alert: AlertRow): ExcursionRecord | undefined {
  const { store, now } = input;
  const { measure } = alert;
  const device = alert.deviceId === undefined ? undefined : store.devices.get(alert.deviceId);
  if (measure === undefined || device === undefined) return undefined;
  const of = { device, channel: alert.channel ?? '' };
  const start = Date.parse(alert.startTime);
  const end = alert.endTime === undefined ? now : Date.parse(alert.endTime);
  const { limit, worst, gapBefore, gapAfter } = measure;
  const trip = tripAt(input.associations, of, start);
  const tripWindow = { from: trip.from, to: Math.max(end, Math.min(trip.to ?? now, now)) };
  const isTemperature = limit.quantity === 'Temperature';
  return compact({
    alertId: alert.alertId,
    kind: alert.kind,
    profileId: measure.profileId,
    profileName: measure.profileName,
    profileVersion: measure.profileVersion,
    limit,
    uom: measure.uom,
    startTime: alert.startTime,
    firstAlarmTime: measure.alarmTime ?? alert.startTime,
    endTime: alert.endTime,
    durationS: Math.round((end - start) / 1000),
    worst,
    ...areaOf(store, { ...of, quantity: limit.quantity }, { limit, start, end }),
    readings: measure.readings,
    decidable: measure.calibration?.decidable ?? true,
    mktOfExcursion: isTemperature ? mktView(figuresOf(store, of, { from: start, to: end })) : undefined,
    mktOfTrip: isTemperature ? mktView(figuresOf(store, of, tripWindow)) : undefined,
    affected: affectedBy(store, alert),
    locations: { start: placeAt(input, device, alert, start), end: placeAt(input, device, alert, end) },
    gapBefore,
    gapAfter,
  });
}

/** The area between the readings and the limit, and how much of the time readings stand for. */
function areaOf(
  store: Store,
  of: { readonly device: Device; readonly channel: string; readonly quantity: string },
  {
    limit,
    start,
    end,
  }: { readonly limit: ExcursionRecord['limit']; readonly start: number; readonly end: number },
): { readonly degreeMinutes: number; readonly coverage: number } {
  const readings = measuredReadings(store, of, start, end);
  const gapMs = gapLimitMs(
    of.device,
    readings.map(({ time }) => time),
  );
  let area = 0;
  let held = 0;
  for (const [index, { time, value }] of readings.entries()) {
    const ms = Math.min((readings[index + 1]?.time ?? end) - time, gapMs);
    const beyond = limit.side === 'above' ? value - limit.value : limit.value - value;
    held += ms;
    area += Math.max(0, beyond) * ms;
  }
  const coverage = end > start ? held / (end - start) : 1;
  return { degreeMinutes: round(area / 60_000), coverage: Math.min(1, coverage) };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

/** The figures of a window as the contract gives them. */
export function mktView(figures: ReturnType<typeof figuresOf>): MktFigures {
  const { from, to, readings, coverage, meanC, minC, maxC } = figures;
  return compact({
    from: toIso(from),
    to: toIso(to),
    readings,
    coverage,
    meanC,
    minC,
    maxC,
    mktC: figures.ok ? figures.mktC : undefined,
    refusal: figures.ok ? undefined : figures.refusal,
    why: figures.ok ? undefined : figures.why,
  });
}

function affectedBy(store: Store, alert: AlertRow): ExcursionRecord['affected'] {
  return alert.orderNumbers.map((orderNumber) => {
    const order = store.orders.get(orderNumber);
    const parcels = order === undefined ? [] : readPosted(order).parcels;
    return {
      orderNumber,
      parcels: parcels.map(({ parcelId }) => {
        const code = canonicalCode(parcelId);
        return /^\d{18}$/.test(code) ? { parcelId, sscc: code } : { parcelId };
      }),
    };
  });
}

/** Devices that may know where an alert's sensor was: itself, its vehicle's own, and those on the vehicle then. */
export function fixSources(
  { store, associations }: Pick<RecordInput, 'store' | 'associations'>,
  {
    device,
    alert: { vehicleId },
    at,
  }: { readonly device: Device; readonly alert: AlertRow; readonly at: number },
): Device[] {
  const others = associations
    .filter(
      (row) =>
        row.subjectType === 'vehicle' &&
        row.subjectId === vehicleId &&
        row.from <= at &&
        (row.to === undefined || at < row.to),
    )
    .map((row) => row.deviceId);
  const ids = [device.deviceId, ...(vehicleId === undefined ? [] : [vehicleId]), ...others];
  return [...new Set(ids)].map((id) => store.devices.get(id)).filter((known) => known !== undefined);
}

/** The newest fix before an instant, of the sensor itself or of a device on the vehicle it was on. */
function placeAt(
  input: RecordInput,
  device: Device,
  alert: AlertRow,
  at: number,
): ExcursionRecord['locations']['start'] {
  const { siteId, vehicleId } = alert;
  for (const { key } of fixSources(input, { device, alert, at })) {
    const [fix] = input.store.queries.positions(key, { from: 0, to: at, limit: 1 });
    if (fix === undefined) continue;
    return compact({ siteId, vehicleId, lat: fix.lat, lon: fix.lon, asOf: toIso(fix.event_time) });
  }
  return compact({ siteId, vehicleId });
}
