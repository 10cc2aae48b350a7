import { bottleneckHandlers } from './bottlenecks.ts';
import type { EngineParts } from './engine-parts.ts';
import { findingHandlers } from './findings.ts';
import { historyHandlers } from './history.ts';
import { scorecardHandlers } from './scorecard.ts';
import { whatIfHandlers } from './what-if.ts';

/** What a dispatcher asks: what is delayed or does not fit, how good estimates are, what drifts, what if. */
export function planningHandlers(parts: EngineParts) {
  return {
    ...findingHandlers(parts),
    ...scorecardHandlers(parts),
    ...bottleneckHandlers(parts),
    ...historyHandlers(parts),
    ...whatIfHandlers(parts),
  };
}
