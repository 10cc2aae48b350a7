import type { ResultOf } from '#shared/contract/index.ts';
import { isSuspect } from '#shared/domain/quality.ts';

import { qualityText } from '#renderer/text/quality.ts';

import { csvOf } from './accounts-csv.ts';

export type Doubt = ResultOf<'doubts.list'>['items'][number];

/** A fact has no id of its own: what it is of and its instant name it. */
export function doubtKey({ kind, deviceId, channel = '', type = '', time }: Doubt): string {
  return [kind, deviceId, channel, type, time].join(' ');
}

/** What it is suspected of, in words. */
export function suspicionOf({ quality }: Doubt): string {
  return quality
    .filter((flag) => isSuspect([flag]))
    .map((flag) => qualityText[flag].label)
    .join(', ');
}

export function doubtsCsv(rows: readonly Doubt[]): string {
  return csvOf(
    [
      'time',
      'deviceId',
      'kind',
      'channel',
      'type',
      'value',
      'uom',
      'lat',
      'lon',
      'quality',
      'decision',
      'decidedTime',
      'decidedBy',
      'note',
    ],
    rows.map((row) => [
      row.time,
      row.deviceId,
      row.kind,
      row.channel,
      row.type,
      row.value,
      row.uom ?? undefined,
      row.lat,
      row.lon,
      row.quality.join(' '),
      row.decision,
      row.decidedTime,
      row.decidedBy,
      row.note,
    ]),
  );
}
