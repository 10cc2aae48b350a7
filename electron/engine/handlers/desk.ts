import { caseHandlers } from './cases.ts';
import type { EngineParts } from './engine-parts.ts';
import { holdHandlers } from './holds.ts';
import { returnHandlers } from './returns.ts';

/** What the desk that answers customers does: holds and corrections, cases, returns. */
export function deskHandlers(parts: EngineParts) {
  return { ...holdHandlers(parts), ...caseHandlers(parts), ...returnHandlers(parts) };
}
