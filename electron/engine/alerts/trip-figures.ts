import { heatRatioOf, mktOf, type MktResult } from '#shared/domain/mkt.ts';
import { typicalGapMs } from '#shared/domain/series.ts';
import { dayMs } from '#shared/domain/time.ts';

import { corrected } from '../store/calibrations.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import { isFault } from './rules/sensor-fault.ts';
import { expectedMs } from './series-readings.ts';

/** What a channel measured, in order of event time: faults left out, offsets of its calibrations applied. */
export function measuredReadings(
  store: Store,
  {
    device,
    channel,
    quantity,
  }: { readonly device: Device; readonly channel: string; readonly quantity: string },
  from: number,
  to: number,
): { readonly time: number; readonly value: number; readonly recordTime: number }[] {
  const series = store.keys.seriesOf(device.key, channel).find(({ type }) => type === quantity);
  if (series === undefined) return [];
  const calibrations = store.calibrations.of(device.deviceId, channel, quantity);
  return store.alertFacts
    .readings(series.key, from, to)
    .filter(({ value }) => !isFault(quantity, value))
    .map((reading) => ({ ...reading, value: corrected(calibrations, reading.time, reading.value) }));
}

/** How long a reading may stand for: what is configured, else as often as they usually come. */
export function gapLimitMs(device: Device, times: readonly number[]): number {
  const expected = expectedMs(device);
  if (expected !== undefined) return 2 * expected + 60_000;
  return typicalGapMs(times) ?? 31 * 60_000;
}

export interface FiguresInput {
  readonly from: number;
  readonly to: number;
  readonly lowerLimitC?: number | undefined;
  readonly energyKJ?: number | undefined;
}

/** Mean kinetic temperature and what belongs to it, of a channel in a window. */
export function figuresOf(
  store: Store,
  of: { readonly device: Device; readonly channel: string },
  { from, to, lowerLimitC, energyKJ }: FiguresInput,
): MktResult & { readonly from: number; readonly to: number } {
  const readings = measuredReadings(store, { ...of, quantity: 'Temperature' }, from, to);
  const gapMs = gapLimitMs(
    of.device,
    readings.map(({ time }) => time),
  );
  const heatRatioK = energyKJ === undefined ? undefined : heatRatioOf(energyKJ);
  return { from, to, ...mktOf({ readings, from, to, gapMs, lowerLimitC, heatRatioK }) };
}

/** The trip a channel is on at an instant: the innermost association that holds then; without one, a day around it. */
export function tripAt(
  associations: readonly AssociationRow[],
  { device, channel }: { readonly device: Device; readonly channel: string },
  at: number,
): { readonly from: number; readonly to: number | undefined } {
  const own = associations.filter(
    (row) =>
      row.deviceId === device.deviceId &&
      (row.channel === undefined || row.channel === channel) &&
      row.subjectType !== 'site' &&
      row.from <= at &&
      (row.to === undefined || at <= row.to),
  );
  const latest = own.toSorted((a, b) => b.from - a.from)[0];
  return latest === undefined ? { from: at - dayMs, to: undefined } : { from: latest.from, to: latest.to };
}
