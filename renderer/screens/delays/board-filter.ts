import type { FindingRow, TaskRow } from '#shared/contract/types.ts';
import { findingKinds, type FindingKind } from '#shared/domain/finding.ts';

import { alertKindText } from '#renderer/text/alerts.ts';

export const boardViews = ['all', 'delay', 'mismatch', 'ignored'] as const;

/** What of the board is listed; all of it stands in the address. */
export interface BoardFilter {
  readonly view: (typeof boardViews)[number];
  readonly kind: FindingKind | undefined;
  /** Words that must all occur in what is to be done or in what one of its findings says. */
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

/** A thing to do with its place in the order of what to do. */
export type RankedTask = TaskRow & { readonly rank: number };

/** Whether a finding is one of those a filter asks for, whatever words stand in it. */
export function isAskedFor(finding: FindingRow, { view, kind }: BoardFilter): boolean {
  const isInView =
    view === 'all' || (view === 'ignored' ? finding.ignored !== undefined : finding.group === view);
  return isInView && (kind === undefined || finding.kind === kind);
}

/** What is to be done that a filter lets through; each keeps the rank it has among all. */
export function filterTasks(rows: readonly TaskRow[], filter: BoardFilter): readonly RankedTask[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .map((row, index) => ({ ...row, rank: index + 1 }))
    .filter(({ subject, order, findings }) => {
      if (!findings.some((finding) => isAskedFor(finding, filter))) return false;
      const text = [subject.id, order?.customerName]
        .concat(
          findings.flatMap((finding) => [
            finding.message,
            finding.subject.id,
            finding.vehicleId,
            finding.siteId,
            finding.deviceId,
            alertKindText[finding.kind],
          ]),
        )
        .join('\n')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
}
