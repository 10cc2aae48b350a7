import type { EngineOptions } from './api.ts';
import type { Audit } from './handlers/audit.ts';
import type { Store } from './store/store.ts';

/** Writes every command down, and knows those that were carried out before. */
export function createAudit(store: Store, clock: EngineOptions['clock']): Audit {
  return {
    seen: (commandId) => store.access.doneCommand(commandId),
    record({ commandId, name, session, params, outcome }) {
      store.access.audit({
        commandId,
        time: clock.now(),
        actor: session.actor,
        role: session.role,
        name,
        params,
        result: 'result' in outcome ? outcome.result : undefined,
        error: 'error' in outcome ? outcome.error : undefined,
      });
    },
  };
}
