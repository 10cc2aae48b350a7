import { answerHandlers } from './answers.ts';
import { caseHandlers } from './cases.ts';
import type { EngineParts } from './engine-parts.ts';
import { holdHandlers } from './holds.ts';
import { returnHandlers } from './returns.ts';
import { trackingLinkHandlers } from './tracking-links.ts';
import { webhookHandlers } from './webhooks.ts';

/** What the desk that answers customers does: answers, holds and corrections, cases, returns, links, what shops and carriers send. */
export function deskHandlers(parts: EngineParts) {
  return {
    ...holdHandlers(parts),
    ...answerHandlers(parts),
    ...caseHandlers(parts),
    ...returnHandlers(parts),
    ...trackingLinkHandlers(parts),
    ...webhookHandlers(parts),
  };
}
