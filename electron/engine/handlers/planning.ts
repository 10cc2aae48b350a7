import type { EngineParts } from './engine-parts.ts';
import { findingHandlers } from './findings.ts';
import { scorecardHandlers } from './scorecard.ts';

/** What a dispatcher asks: what is delayed or does not fit, and how good the estimates are. */
export function planningHandlers(parts: EngineParts) {
  return { ...findingHandlers(parts), ...scorecardHandlers(parts) };
}
