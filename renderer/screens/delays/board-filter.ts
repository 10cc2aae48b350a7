import type { FindingRow } from '#shared/contract/types.ts';
import { findingKinds, type FindingKind } from '#shared/domain/finding.ts';

import { alertKindText } from '#renderer/text/alerts.ts';

export const boardViews = ['all', 'delay', 'mismatch', 'ignored'] as const;

/** What of the board is listed; all of it stands in the address. */
export interface BoardFilter {
  readonly view: (typeof boardViews)[number];
  readonly kind: FindingKind | undefined;
  /** Words that must all occur in what the finding says. */
  readonly q: string;
}

/** Reads a filter from the parameters of an address; what is no filter is as if it were not there. */
export function readBoardFilter(params: Readonly<Record<string, string>>): BoardFilter {
  return {
    view: boardViews.find((view) => view === params['view']) ?? 'all',
    kind: findingKinds.find((kind) => kind === params['kind']),
    q: params['q'] ?? '',
  };
}

/** A finding with its place in the order of what to do. */
export type RankedFinding = FindingRow & { readonly rank: number };

/** The findings a filter lets through; each keeps the rank it has among all. */
export function filterFindings(
  rows: readonly FindingRow[],
  { view, kind, q }: BoardFilter,
): readonly RankedFinding[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .map((row, index) => ({ ...row, rank: index + 1 }))
    .filter((row) => {
      if ((view === 'delay' || view === 'mismatch') && row.group !== view) return false;
      if (kind !== undefined && row.kind !== kind) return false;
      const text = [row.message, row.subject.id, row.vehicleId, row.siteId, row.deviceId]
        .concat(alertKindText[row.kind])
        .join('\n')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
}
