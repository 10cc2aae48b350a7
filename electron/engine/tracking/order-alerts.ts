import type { AlertRow as ContractAlert } from '#shared/contract/types.ts';
import { alertIdOf } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

import type { AlertRow } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';
import type { OrderBelievedRow, OrderSummaryRow } from './order-view.ts';
import type { TimelineRow } from './timeline.ts';

/** Alerts that concern an order: those with something left to do or, at a past instant, those that stood then. */
export function alertsOf(
  store: Store,
  orderNumber: string,
  past: { readonly at?: number | undefined; readonly knownAt?: number | undefined },
): OrderBelievedRow['alerts'] {
  const { at, knownAt } = past;
  const standing = ({ start, end, raised, closed }: AlertRow): boolean => {
    if (at === undefined && knownAt === undefined) return closed === undefined;
    const instant = at ?? knownAt ?? 0;
    return start <= instant && instant < (end ?? Infinity) && raised <= (knownAt ?? Infinity);
  };
  return store.alerts
    .ofOrder(orderNumber)
    .filter(standing)
    .map((row) => ({
      alertId: alertIdOf(row.key),
      kind: row.kind,
      message: messageOf(row),
      startTime: toIso(row.start),
      raisedTime: toIso(row.raised),
    }));
}

/** Alerts of an order as things that happened to it. */
export function alertItems(store: Store, orderNumber: string): TimelineRow[] {
  return store.alerts.ofOrder(orderNumber).flatMap((row) => [
    {
      id: alertIdOf(row.key),
      kind: 'alert',
      eventTime: toIso(row.start),
      recordTime: toIso(row.raised),
      source: { type: 'rule', id: row.kind },
      text: messageOf(row),
    },
    ...handlingItems(row),
  ]);
}

const handled: ReadonlySet<string> = new Set(['quarantine', 'cause', 'action', 'decision', 'sign']);

/** What people decided about the goods, each step as it was said. */
function handlingItems({ key, body }: AlertRow): TimelineRow[] {
  const { notes } = JSON.parse(body) as { readonly notes: ContractAlert['notes'] };
  return notes.flatMap(({ time, who, text, action }, index) =>
    handled.has(action)
      ? {
          id: `${alertIdOf(key)}-${action}-${index}`,
          kind: 'decision',
          eventTime: time,
          recordTime: time,
          source: { type: 'person', id: who },
          text,
        }
      : [],
  );
}

/** A line of a list with how many alerts concern the order now. */
export function withOpenAlerts<Row extends OrderSummaryRow>(store: Store, row: Row): Row {
  const openAlerts = store.alerts.openCount(row.orderNumber);
  return openAlerts === 0 ? row : { ...row, openAlerts };
}

function messageOf({ body }: AlertRow): string {
  return (JSON.parse(body) as { readonly message: string }).message;
}
