import { adapters } from './adapters/index.ts';
import { createRouter } from './adapters/routing.ts';
import { formatOf, sourceOf } from './adapters/sources.ts';
import type { EngineOptions } from './api.ts';
import type { NodeSessions } from './ingest/node-sessions.ts';
import type { Knowledge } from './ingest/understand.ts';
import type { SecretStore } from './secrets.ts';
import type { Store } from './store/store.ts';

/** What decoding needs to know of sources, devices and their keys. */
export function createKnowledge(
  options: EngineOptions,
  store: Store,
  secrets: SecretStore,
  sessions: NodeSessions,
): Knowledge {
  const router = createRouter(adapters);
  return {
    adapterFor: (payload, context) =>
      formatOf(router, sourceOf(store.sources.all(), context.topic), payload, context),
    siteOf: (topic) => sourceOf(store.sources.all(), topic)?.siteId,
    timeZoneOf(adapterId, identity, siteId) {
      const device = store.devices.find(adapterId, identity);
      const site = store.places.site(siteId ?? device?.siteId ?? '');
      return device?.timeZone ?? site?.timeZone ?? options.timeZone;
    },
    keyOf: (adapterId, identity) =>
      secrets.deviceKey(store.devices.find(adapterId, identity)?.deviceId ?? identity),
    modelOf: (adapterId, identity) => store.devices.find(adapterId, identity)?.kind,
    sessions,
    onFault: (adapterId, error) => options.log.error('a decoder failed', { adapterId, error: String(error) }),
  };
}
