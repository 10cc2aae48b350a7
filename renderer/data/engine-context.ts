import { createContext, use } from 'react';

import type { EngineClient } from '#shared/contract/client.ts';

import type { LiveStores } from './live-store.ts';
import type { PresenceStore } from './presence-store.ts';

export interface EngineAccess {
  readonly client: EngineClient;
  readonly stores: LiveStores;
  readonly presence: PresenceStore;
}

export const EngineContext = createContext<EngineAccess | undefined>(undefined);

/** The engine this page belongs to. */
export function useEngine(): EngineAccess {
  const access = use(EngineContext);
  if (access === undefined) throw new Error('There is no EngineProvider around this component.');
  return access;
}
