import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { excursionsOf, onePerInstant, pointsOf } from '../alerts/excursions.ts';
import { excursionRecord, mktView } from '../alerts/excursion-record.ts';
import { checkLimits, isStepped, limitsOf, type Limit } from '../alerts/limits.ts';
import { expectedMs } from '../alerts/series-readings.ts';
import { isTallied, talliedExcursions } from '../alerts/tally.ts';
import { figuresOf, measuredReadings, tripAt } from '../alerts/trip-figures.ts';
import type { Device } from '../store/devices.ts';
import type { EngineParts } from './engine-parts.ts';

export function coldChainHandlers(parts: EngineParts) {
  return {
    'mkt.get': (params: ParamsOut<'mkt.get'>) => mktFigures(parts, params),
    'alerts.excursion': ({ alertId }: ParamsOut<'alerts.excursion'>): ResultOf<'alerts.excursion'> => {
      const { store, tracking, alerts, clock } = parts;
      const input = { store, associations: tracking.world.associations(), now: clock.now() };
      const record = excursionRecord(input, alerts.get(alertId));
      if (record === undefined)
        throw new DomainError('not-found', `The alert ${alertId} is about no limit of a profile.`);
      return record;
    },
    'profiles.preview': (params: ParamsOut<'profiles.preview'>) => preview(parts, params),
  };
}

function deviceOf({ store }: EngineParts, deviceId: string): Device {
  const device = store.devices.get(deviceId);
  if (device === undefined) throw new DomainError('not-found', `No device ${deviceId} is known.`);
  return device;
}

function rangeOf(from: string, to: string): { readonly from: number; readonly to: number } {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  if (range.to <= range.from)
    throw new DomainError('invalid-request', 'The range ends before it begins.', { field: 'to' });
  return range;
}

function mktFigures(parts: EngineParts, params: ParamsOut<'mkt.get'>): ResultOf<'mkt.get'> {
  const { store, clock, tracking, alerts } = parts;
  const { deviceId, channel = '', from, to, energyKJ } = params;
  const of = { device: deviceOf(parts, deviceId), channel };
  const now = clock.now();
  const lowerLimitC = alerts.governance
    .limitsOn(of.device, channel, 'Temperature')
    .find(({ spans }) => spans.some((span) => span.from <= now && now < span.to))?.limit.lowerLimit;
  const view = (window: { readonly from: number; readonly to: number }) =>
    mktView(figuresOf(store, of, { ...window, lowerLimitC, energyKJ }));
  if (from !== undefined || to !== undefined) {
    const end = to ?? toIso(now);
    return { window: view(rangeOf(from ?? toIso(Date.parse(end) - dayMs), end)) };
  }
  const trip = tripAt(tracking.world.associations(), of, now);
  return {
    day: view({ from: now - dayMs, to: now }),
    month: view({ from: now - 30 * dayMs, to: now }),
    trip: view({ from: trip.from, to: now }),
  };
}

function preview(parts: EngineParts, params: ParamsOut<'profiles.preview'>): ResultOf<'profiles.preview'> {
  const { deviceId, channel = '', limits } = params;
  checkLimits(limits);
  const device = deviceOf(parts, deviceId);
  const { from, to } = rangeOf(params.from, params.to);
  const known = new Map(
    ['Temperature', 'RelativeHumidity'].map((quantity) => [
      quantity,
      measuredReadings(parts.store, { device, channel, quantity }, from, to),
    ]),
  );
  const spans = limitsOf({ id: 'preview', name: 'Preview', limits }).flatMap((limit, index) =>
    excursionsBy(limit, known.get(limit.quantity) ?? [], device).map((excursion) => ({
      limit: index,
      startTime: toIso(excursion.start),
      alarmTime: toIso(excursion.alarm),
      ...(excursion.end === undefined ? {} : { endTime: toIso(excursion.end) }),
      worst: excursion.worst.value,
    })),
  );
  const readings = [...known.values()].reduce((sum, each) => sum + each.length, 0);
  return { readings, spans: spans.sort((a, b) => a.startTime.localeCompare(b.startTime)) };
}

function excursionsBy(limit: Limit, readings: ReturnType<typeof measuredReadings>, device: Device) {
  const points = pointsOf(onePerInstant(readings, limit), expectedMs(device));
  if (isTallied(limit))
    return talliedExcursions(points, { limit, isBounded: true, lowerLimitC: limit.lowerLimit });
  if (isStepped(limit)) return excursionsOf(points, limit);
  return silentSpans(points, limit);
}

/** Times without a reading that a limit on silence does not allow. */
function silentSpans(points: ReturnType<typeof pointsOf>, limit: Limit) {
  const forMs = (limit.forS ?? 0) * 1000;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (before === undefined || point.time - before.time <= forMs) return [];
    return [{ start: before.time, alarm: before.time + forMs, end: point.time, worst: before }];
  });
}
