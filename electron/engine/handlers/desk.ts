import { answerHandlers } from './answers.ts';
import { caseHandlers } from './cases.ts';
import type { EngineParts } from './engine-parts.ts';
import { holdHandlers } from './holds.ts';
import { returnHandlers } from './returns.ts';
import { trackingLinkHandlers } from './tracking-links.ts';

/** What the desk that answers customers does: answers, holds and corrections, cases, returns, links. */
export function deskHandlers(parts: EngineParts) {
  return {
    ...holdHandlers(parts),
    ...answerHandlers(parts),
    ...caseHandlers(parts),
    ...returnHandlers(parts),
    ...trackingLinkHandlers(parts),
  };
}
