import { hrefOf } from '#renderer/data/location-state.ts';

/** A case in the list of cases. */
export function caseHref(caseId: string): string {
  return hrefOf('/cases', { case: caseId });
}

/** The page of its order, where what is declared wrong is linked to the case. */
export function caseTimelineHref(orderNumber: string, caseId: string): string {
  return hrefOf('/orders', { order: orderNumber, case: caseId });
}
