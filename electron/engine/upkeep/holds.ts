import { alertKeyOf } from '#shared/domain/alert.ts';
import type { HeldSpan } from '#shared/domain/retention.ts';
import { dayMs } from '#shared/domain/time.ts';

import type { LegalHold } from '../store/retention.ts';
import type { Store } from '../store/store.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** What led to something and what became of it are evidence too. */
const marginMs = dayMs;

/** The span of event time of an order: from its first fact to its last, or on while it is open. */
export type OrderSpan = (orderNumber: string) => { from: number; to: number } | undefined;

/**
 * What is held, in event time. An order is held with everything that was recorded of anybody while it lasted: what was
 * near it is evidence as well, and nothing has to be known of who carried it. Holds follow late facts.
 */
export function heldSpans(store: Store, orderSpan: OrderSpan): HeldSpan[] {
  return store.retention.holds().map((hold) => spanOf(store, hold, orderSpan));
}

function spanOf(store: Store, hold: LegalHold, orderSpan: OrderSpan): HeldSpan {
  const everything = { deviceId: undefined, from: hold.from ?? 0, to: hold.to ?? forever };
  switch (hold.subjectType) {
    case 'time-span':
      return everything;
    case 'device':
      return { ...everything, deviceId: hold.subjectId };
    case 'order': {
      const span = orderSpan(hold.subjectId);
      return span === undefined ? everything : { deviceId: undefined, ...withMargin(span) };
    }
    case 'alert': {
      const row = store.alerts.byKey(alertKeyOf(hold.subjectId) ?? 0);
      if (row === undefined) return everything;
      return { deviceId: undefined, ...withMargin({ from: row.start, to: row.end ?? forever }) };
    }
  }
}

function withMargin({ from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from: from - marginMs, to: to === forever ? forever : to + marginMs };
}
