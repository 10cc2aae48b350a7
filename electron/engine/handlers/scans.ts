import type { ParamsOut } from '#shared/contract/index.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { DomainError } from '#shared/result.ts';

import { scanEvent } from '../live/observation-rows.ts';
import { instantOr } from './devices.ts';
import type { EngineParts } from './engine-parts.ts';

const maxInstant = 8.64e15;

export function scanHandlers({ store, tracking }: EngineParts) {
  return {
    'scans.list': (params: ParamsOut<'scans.list'>) => {
      const skip = readSkip(params.cursor);
      const records = store.queries.scansInRange({
        siteId: params.siteId,
        deviceId: params.deviceId,
        code: params.code === undefined ? undefined : canonicalCode(params.code),
        from: instantOr(params.from, -maxInstant),
        to: skip?.time ?? instantOr(params.to, maxInstant),
        limit: params.limit + (skip?.count ?? 0) + 1,
      });
      const start = skip?.count ?? 0;
      const wanted = records.slice(start, start + params.limit);
      const items = wanted.map((record) => scanEvent(store, record, tracking.judge));
      const last = wanted.at(-1);
      if (records.length <= start + params.limit || last === undefined) return { items };
      const sameInstant = records
        .slice(0, start + params.limit)
        .filter((record) => record.event_time === last.event_time).length;
      return { items, nextCursor: `${last.event_time}.${sameInstant}` };
    },
  };
}

function readSkip(cursor: string | undefined): { time: number; count: number } | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(-?\d{1,16})\.(\d{1,9})$/.exec(cursor);
  if (match === null)
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return { time: Number(match[1]), count: Number(match[2]) };
}
