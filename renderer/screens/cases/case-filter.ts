import type { CaseRow } from '#shared/contract/types.ts';
import { type CaseKind, caseKinds } from '#shared/domain/case.ts';

export const caseViews = ['unclosed', 'overdue', 'waiting', 'closed', 'all'] as const;

/** What of all cases is listed; all of it stands in the address. */
export interface CaseFilter {
  readonly view: (typeof caseViews)[number];
  readonly kind: CaseKind | undefined;
  /** Words that must all occur in what the case says. */
  readonly q: string;
}

/** Reads a filter from the parameters of an address; what is no filter is as if it were not there. */
export function readCaseFilter(params: Readonly<Record<string, string>>): CaseFilter {
  return {
    view: caseViews.find((view) => view === params['view']) ?? 'unclosed',
    kind: caseKinds.find((kind) => kind === params['kind']),
    q: params['q'] ?? '',
  };
}

/** The cases whose words match. */
export function matchingCases(rows: readonly CaseRow[], q: string): readonly CaseRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = [row.orderNumber, row.text, row.owner, row.who, `case ${row.caseId}`]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
