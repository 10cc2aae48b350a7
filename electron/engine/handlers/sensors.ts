import type { ParamsOut } from '#shared/contract/index.ts';
import type { SeriesResult } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

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
      if (series === undefined) return { points: [], gaps: [], raw: true, uom: null, count: 0 };
      const gapMs =
        device.expectedEveryS === undefined ? undefined : 2 * device.expectedEveryS * 1000 + 60_000;
      const reduced = store.readSeries(series.key, { from, to, points: params.points, gapMs });
      return {
        points: reduced.points.map((point) => ({ ...point, time: toIso(point.time) })),
        gaps: reduced.gaps.map((gap) => ({ from: toIso(gap.from), to: toIso(gap.to) })),
        raw: reduced.raw,
        uom: series.uom,
        count: reduced.count,
      };
    },
  };
}
