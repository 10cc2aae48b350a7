import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import { calibrationAt, type CalibrationRecord } from '../store/calibrations.ts';
import type { EngineParts } from './engine-parts.ts';

type View = ResultOf<'calibrations.put'>;

export function calibrationHandlers({ store, clock, alerts, models }: EngineParts) {
  function view(record: CalibrationRecord): View {
    const { channel, validFrom, due, points, ...rest } = record;
    return compact({
      ...rest,
      channel: channel === '' ? undefined : channel,
      points: points?.map((point) => ({ ...point })),
      validFrom: toIso(validFrom),
      dueTime: due === undefined ? undefined : toIso(due),
      state: stateOf(record),
    });
  }

  function stateOf(record: CalibrationRecord): View['state'] {
    const now = clock.now();
    if (record.validFrom > now) return 'future';
    const all = store.calibrations.of(record.deviceId, record.channel, record.quantity);
    if (calibrationAt(all, now) !== record) return 'past';
    return record.due !== undefined && record.due <= now ? 'due' : 'current';
  }

  return {
    'calibrations.put': (params: ParamsOut<'calibrations.put'>): View => {
      const { channel = '', validFrom, dueTime, ...rest } = params;
      const from = Date.parse(validFrom);
      const due = dueTime === undefined ? undefined : Date.parse(dueTime);
      if (due !== undefined && due <= from)
        throw new DomainError('invalid-request', 'It is due before it begins.', { field: 'dueTime' });
      const record = { ...rest, channel, validFrom: from, due };
      store.calibrations.put(record);
      alerts.calibrated(params.deviceId, from);
      models.refreshDevice(params.deviceId);
      return view(record);
    },
    'calibrations.list': ({ deviceId }: ParamsOut<'calibrations.list'>) => ({
      items: [...store.calibrations.all()]
        .filter((record) => deviceId === undefined || record.deviceId === deviceId)
        .sort(
          (a, b) =>
            a.deviceId.localeCompare(b.deviceId) ||
            a.channel.localeCompare(b.channel) ||
            b.validFrom - a.validFrom,
        )
        .map(view),
    }),
  };
}
