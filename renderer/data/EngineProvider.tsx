import { type ReactNode, useMemo, useSyncExternalStore } from 'react';

import type { EngineClient } from '#shared/contract/client.ts';

import { ClockContext } from '../ui/clock.ts';
import { type EngineAccess, EngineContext } from './engine-context.ts';
import { LiveStores } from './live-store.ts';
import { PresenceStore } from './presence-store.ts';

export interface EngineProviderProps {
  readonly client: EngineClient;
  readonly children: ReactNode;
}

const browserTimeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

function accessTo(client: EngineClient): EngineAccess {
  const stores = new LiveStores(client);
  const live = stores.open('presence', {});
  return { client, stores, presence: new PresenceStore({ client, live, now: () => Date.now() }) };
}

/** Gives everything inside it the engine's data and the engine's clock. */
export function EngineProvider({ client, children }: EngineProviderProps) {
  const access = useMemo(() => accessTo(client), [client]);
  const presence = useSyncExternalStore(access.presence.subscribe, access.presence.current);
  const timeZone = presence.engine?.timeZone ?? browserTimeZone;
  const clock = useMemo(
    () => ({ now: access.presence.engineNow, knownNow: access.presence.knownNow, timeZone }),
    [access, timeZone],
  );
  return (
    <EngineContext value={access}>
      <ClockContext value={clock}>{children}</ClockContext>
    </EngineContext>
  );
}
