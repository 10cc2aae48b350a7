import type { DeliveryEntry } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import type { DeliveryRow } from '../store/notices.ts';

/** A delivery as the contract gives it. */
export function deliveryView(row: DeliveryRow): DeliveryEntry {
  const { channelId, channelName, kind, state, subject, alertIds, attempts, answer, problem } = row;
  return compact({
    deliveryId: `delivery-${row.key}`,
    channelId,
    channelName,
    kind,
    state,
    subject,
    alertIds: [...alertIds],
    createdTime: toIso(row.created),
    attempts,
    dueTime: row.due === undefined ? undefined : toIso(row.due),
    settledTime: row.settled === undefined ? undefined : toIso(row.settled),
    answer,
    problem,
  });
}

/** The key of a delivery's name; undefined for a text that is none. */
export function deliveryKeyOf(deliveryId: string): number | undefined {
  const digits = /^delivery-(\d{1,15})$/.exec(deliveryId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
