import type { ParamsOut } from '#shared/contract/index.ts';
import type { SeriesResult } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { CalibrationRecord } from '../store/calibrations.ts';
import type { EngineParts } from './engine-parts.ts';

export function sensorHandlers({ store }: EngineParts) {
  return {
    'readings.series': (params: ParamsOut<'readings.series'>): SeriesResult => {
      const device = store.devices.get(params.deviceId);
      if (device === undefined) throw new DomainError('not-found', `No device ${params.deviceId} is known.`);
      const from = Date.parse(params.from);
      const to = Date.parse(params.to);
      if (to <= from)
        throw new DomainError('invalid-request', 'The range ends before it begins.', { field: 'to' });
      const [series] = store.keys
        .seriesOf(device.key, params.channel ?? '')
        .filter((each) => each.type === params.type);
      if (series === undefined) return { points: [], gaps: [], faults: [], raw: true, uom: null, count: 0 };
      const gapMs =
        device.expectedEveryS === undefined ? undefined : 2 * device.expectedEveryS * 1000 + 60_000;
      const { points, values } = params;
      const calibrations = appliedIn(store.calibrations.of(device.deviceId, series.channel, series.type), {
        from,
        to,
      });
      const offsets =
        values === 'raw'
          ? undefined
          : calibrations.map(({ validFrom, offset }) => ({ from: validFrom, offset }));
      const reduced = store.readSeries(series.key, { from, to, points, gapMs, offsets });
      return compact({
        points: reduced.points.map((point) => ({ ...point, time: toIso(point.time) })),
        gaps: reduced.gaps.map((gap) => ({ from: toIso(gap.from), to: toIso(gap.to) })),
        faults: reduced.faults.map(({ from: begin, to: end, ...fault }) => ({
          from: toIso(begin),
          to: toIso(end),
          ...fault,
          values: [...fault.values],
        })),
        raw: reduced.raw,
        uom: series.uom,
        count: reduced.count,
        spanMs: reduced.raw ? undefined : reduced.widthMs,
        calibrations: calibrations.length === 0 ? undefined : calibrations.map(calibrationView),
      });
    },
  };
}

/** Of a channel's calibrations (earliest first) those that applied at some time of a range. */
function appliedIn(
  records: readonly CalibrationRecord[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly CalibrationRecord[] {
  return records.filter(
    ({ validFrom }, index) => validFrom < to && (records[index + 1]?.validFrom ?? Infinity) > from,
  );
}

function calibrationView({ calibrationId, validFrom, offset, uncertainty }: CalibrationRecord) {
  return compact({ calibrationId, from: toIso(validFrom), offset, uncertainty });
}
