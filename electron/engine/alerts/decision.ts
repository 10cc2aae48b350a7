import type { AlertNoteRow } from '#shared/contract/types.ts';

import type { Handling } from './handling.ts';
import type { LifeEvent, Mark } from './lifecycle.ts';

/** What somebody decides about an alert. */
export interface Decision {
  readonly kind:
    | 'acknowledge'
    | 'resolve'
    | 'shelve'
    | 'unshelve'
    | 'comment'
    | 'assign'
    | 'out-of-service'
    | 'in-service';
  readonly who: string;
  readonly note?: string | undefined;
  readonly until?: number | undefined;
  readonly to?: string | undefined;
}

/** What was said about the goods, and the note of it. */
export interface Handled {
  readonly handling: Handling;
  readonly note: Pick<AlertNoteRow, 'who' | 'text' | 'action'>;
}

/** What is written down of an assignment. */
export function assignText({ to, note }: Decision): string {
  const who = to === undefined ? 'Assigned to nobody.' : `Assigned to ${to}.`;
  return note === undefined ? who : `${who} ${note}`;
}

/** The step of an alert's life a decision is. */
export function eventOf({ kind, note = '', until }: Decision, by: Mark): LifeEvent {
  if (kind === 'shelve') return { kind, by, note, until: until ?? by.time };
  return { kind, by, note };
}
