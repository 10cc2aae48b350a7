import { defaultRateLimit } from '#shared/domain/rate-limit.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { adapters } from './adapters/index.ts';
import { createRouter } from './adapters/routing.ts';
import { formatOf, sourceOf } from './adapters/sources.ts';
import type { EngineOptions } from './api.ts';
import { FloodGuard } from './ingest/flood-guard.ts';
import { leadingTime } from './ingest/leading-time.ts';
import type { NodeSessions } from './ingest/node-sessions.ts';
import { understand, type Knowledge } from './ingest/understand.ts';
import type { Mapper } from './mapping/mapper.ts';
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

/** Which messages are more than their device may send. */
export function createFloodGuard(
  { clock, log }: Pick<EngineOptions, 'clock' | 'log'>,
  store: Store,
  known: Knowledge,
  mapper: Pick<Mapper, 'tellsOfThePast'>,
): FloodGuard {
  return new FloodGuard({
    clock,
    log,
    limit: () => store.rateLimit.get() ?? defaultRateLimit,
    devicesOn(topic) {
      const topicKey = store.keys.findTopic(topic);
      return topicKey === undefined ? 0 : store.keys.devicesOn(topicKey).length;
    },
    standsAlone: (topic) =>
      !topic.startsWith('spBv1.0/') && sourceOf(store.sources.all(), topic)?.format !== 'sparkplug',
    isBacklog(message) {
      const mapped = mapper.tellsOfThePast(message.topic);
      if (mapped !== undefined) return mapped;
      const time = isNative(message.topic, store) ? leadingTime(message.payload) : undefined;
      if (time !== undefined) return message.receivedAt - time > lateAfterMs;
      // Read as a redelivery, so that it leaves no trace in what nodes said before.
      const { observations } = understand({ ...message, dup: true }, known);
      return observations.some(({ time }) => time !== undefined && message.receivedAt - time > lateAfterMs);
    },
  });
}

/** True where one message tells of one fact, with its time at the top. */
function isNative(topic: string, store: Store): boolean {
  return topic.startsWith('waymark/v1/') && sourceOf(store.sources.all(), topic) === undefined;
}
