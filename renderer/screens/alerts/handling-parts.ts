import type { AlertRow } from '#shared/contract/types.ts';
import { handlingSteps } from '#shared/domain/alert.ts';

/** What is said about the goods of an excursion, in this order. */
export const handlingParts = [...handlingSteps, 'signature'] as const;

export type HandlingPart = (typeof handlingParts)[number];

/** The letter of the next step. */
export const handlingKey = 'd';

/** The step to take next; undefined once the decision is signed, and where there are no goods to decide about. */
export function nextPart({
  handling = {},
  measure,
  withdrawn,
}: Pick<AlertRow, 'handling' | 'measure' | 'withdrawn'>): HandlingPart | undefined {
  if (measure === undefined || withdrawn) return undefined;
  return handlingParts.find((part) => handling[part] === undefined);
}
