import type { z } from 'zod';

import type { Case } from '#shared/contract/cases.ts';
import type { TimelineItem } from '#shared/contract/orders.ts';
import type { CaseKind, CaseState } from '#shared/domain/case.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { CaseChanges, CaseContent, CaseNoteRow, CaseRow, CaseStore } from '../store/cases.ts';

type TimelineRow = z.output<typeof TimelineItem>;

/** A case as the contract shows it. */
export function caseView(
  row: CaseRow,
  notes: readonly CaseNoteRow[],
  orderNumber: string,
): z.output<typeof Case> {
  return compact({
    caseId: String(row.key),
    orderNumber,
    kind: row.kind,
    text: row.text,
    owner: row.owner,
    dueTime: row.dueTime === undefined ? undefined : toIso(row.dueTime),
    state: row.state,
    openedTime: toIso(row.openedTime),
    who: row.openedBy,
    changedTime: toIso(row.changedTime),
    closedTime: row.closedTime === undefined ? undefined : toIso(row.closedTime),
    evidence: [...row.evidence],
    notes: notes.map(({ time, who, text, changed }) =>
      compact({ time: toIso(time), who, text, changed: changed && changedView(changed) }),
    ),
  });
}

function changedView({ dueTime, evidence, ...rest }: CaseChanges) {
  return {
    ...rest,
    ...(dueTime === undefined ? {} : { dueTime: dueTime === null ? null : toIso(dueTime) }),
    ...(evidence === undefined ? {} : { evidence: [...evidence] }),
  };
}

/** What is asked of a case: what is absent stays, null takes away. */
export interface CaseWishes {
  readonly kind?: CaseKind | undefined;
  readonly state?: CaseState | undefined;
  readonly owner?: string | null | undefined;
  readonly dueTime?: number | null | undefined;
  readonly evidence?: readonly string[] | undefined;
}

/** The case after the wishes, and what of it is really different; undefined when nothing is. */
export function changeCase(
  row: CaseContent,
  wishes: CaseWishes,
): { readonly content: CaseContent; readonly changed: CaseChanges | undefined } {
  const content: CaseContent = {
    kind: wishes.kind ?? row.kind,
    state: wishes.state ?? row.state,
    owner: wishes.owner === undefined ? row.owner : (wishes.owner ?? undefined),
    dueTime: wishes.dueTime === undefined ? row.dueTime : (wishes.dueTime ?? undefined),
    evidence: wishes.evidence === undefined ? row.evidence : [...new Set(wishes.evidence)],
  };
  const changed: CaseChanges = {
    ...(content.kind === row.kind ? {} : { kind: content.kind }),
    ...(content.state === row.state ? {} : { state: content.state }),
    ...(content.owner === row.owner ? {} : { owner: content.owner ?? null }),
    ...(content.dueTime === row.dueTime ? {} : { dueTime: content.dueTime ?? null }),
    ...(content.evidence.join('\n') === row.evidence.join('\n') ? {} : { evidence: content.evidence }),
  };
  return { content, changed: Object.keys(changed).length === 0 ? undefined : changed };
}

const kindWords: Readonly<Record<CaseKind, string>> = {
  'where-is-it': 'where is it',
  'tracking-wrong': 'tracking is wrong',
  damaged: 'damaged',
  missing: 'missing',
  other: 'other',
};

const item = (id: string, time: number, who: string, text: string): TimelineRow => {
  const instant = toIso(time);
  return {
    id,
    kind: 'case',
    eventTime: instant,
    recordTime: instant,
    source: { type: 'person', id: who },
    text,
  };
};

/** What of its cases stands in an order's timeline: opened, answered, changed, closed. */
export function caseItems(store: CaseStore, orderKey: number): TimelineRow[] {
  return store.ofOrder(orderKey).flatMap((row) => {
    const name = `Case ${row.key} (${kindWords[row.kind]})`;
    return [
      item(`case-${row.key}`, row.openedTime, row.openedBy, `${name} opened: ${row.text}`),
      ...store
        .notesOf(row.key)
        .map(({ key, time, who, text, changed }) =>
          item(`case-${row.key}-note-${key}`, time, who, noteWords(name, text, changed)),
        ),
    ];
  });
}

function noteWords(name: string, text: string, changed: CaseChanges | undefined): string {
  const parts = [
    changed?.state === undefined ? '' : stateWords[changed.state],
    changed?.kind === undefined ? '' : `now “${kindWords[changed.kind]}”`,
    changed?.owner === undefined ? '' : changed.owner === null ? 'without owner' : `owner ${changed.owner}`,
    changed?.dueTime === undefined
      ? ''
      : changed.dueTime === null
        ? 'without due time'
        : `due ${toIso(changed.dueTime)}`,
    changed?.evidence === undefined ? '' : `evidence: ${changed.evidence.join(', ') || 'none'}`,
  ].filter((part) => part !== '');
  const what = parts.length === 0 ? '' : ` ${parts.join(', ')}`;
  return text === '' ? `${name}${what}` : `${name}${what}: ${text}`;
}

const stateWords: Readonly<Record<CaseState, string>> = {
  open: 'open again',
  waiting: 'waiting',
  closed: 'closed',
};
