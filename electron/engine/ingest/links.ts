import { createHash } from 'node:crypto';
import { join } from 'node:path';

import type { BrokerStateRow } from '#shared/contract/types.ts';

import type { EngineOptions, ExternalBroker } from '../api.ts';
import { runCarefully } from '../careful.ts';
import type { Store } from '../store/store.ts';
import { createEmbeddedBroker } from './embedded-broker.ts';
import type { MessageSource } from './message-source.ts';
import { createMqttSession } from './mqtt-session.ts';
import { deferredOf } from './settle.ts';
import type { Accept } from './source.ts';

/** All links to brokers of one engine. */
export interface Links {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Where devices publish. */
  url(): string;
  notice(): string | undefined;
  states(): BrokerStateRow[];
  /** Sends a message to every broker; rejects while one of them cannot take it. */
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>;
  /** Changes which topics are taken in. */
  setFilters(filters: readonly string[]): void;
  /** Cuts the links so that what is unsettled is sent again. */
  redeliver(problem: string): void;
}

export interface LinkOptions {
  readonly engine: EngineOptions;
  readonly store: Store;
  readonly filters: readonly string[];
  readonly accept: Accept;
  readonly onAnswered: (source: string, messageId: number) => void;
  readonly onState: () => void;
  readonly random: () => number;
}

export function createLinks(options: LinkOptions): Links {
  return options.engine.brokers.length === 0 ? embeddedLink(options) : externalLinks(options);
}

function embeddedLink({ engine, filters, accept, onAnswered, onState }: LinkOptions): Links {
  const broker = createEmbeddedBroker({
    brokerId: 'embedded',
    dir: join(engine.dataDir, 'broker'),
    port: engine.brokerPort,
    mayMove: engine.brokerPortMayMove,
    filters,
    accept,
    onAnswered,
    clock: engine.clock,
    log: engine.log,
    onState,
  });
  let port = engine.brokerPort;
  let notice: string | undefined;
  return {
    async start() {
      ({ port, notice } = await broker.start());
    },
    stop: () => broker.stop(),
    url: () => `mqtt://127.0.0.1:${port}`,
    notice: () => notice,
    states: () => [broker.state()],
    publish: (topic, payload, retain) => broker.publish(topic, payload, { qos: 1, retain }),
    setFilters: (wanted) => broker.setFilters(wanted),
    redeliver: (problem) => broker.redeliver(problem),
  };
}

/** A shared subscription hands each message to one console of the group. */
function sharedBy(share: string | undefined, filters: readonly string[]): readonly string[] {
  return share === undefined ? filters : filters.map((filter) => `$share/${share}/${filter}`);
}

function externalLinks(options: LinkOptions): Links {
  const { share } = options.engine;
  const sessions = options.engine.brokers.map((broker) => openSession(options, broker));
  return {
    async start() {
      for (const session of sessions) session.start();
    },
    async stop() {
      await Promise.all(sessions.map((session) => session.stop()));
    },
    url: () => sessions[0]?.state().url ?? '',
    notice: () => undefined,
    states: () => sessions.map((session) => session.state()),
    async publish(topic, payload, retain) {
      await Promise.all(sessions.map((session) => session.publish(topic, payload, { qos: 1, retain })));
    },
    setFilters(wanted) {
      for (const session of sessions) session.setFilters(sharedBy(share, wanted));
    },
    redeliver(problem) {
      for (const session of sessions) session.redeliver(problem);
    },
  };
}

function openSession(
  { engine, store, filters, accept, onState, random }: LinkOptions,
  broker: ExternalBroker,
): MessageSource & { start(): void } {
  const url = new URL(broker.url);
  const name = `${url.protocol}//${url.host}`;
  const brokerId = createHash('sha256').update(name).digest('hex').slice(0, 12);
  const username = url.username === '' ? undefined : decodeURIComponent(url.username);
  const password = broker.password ?? (url.password === '' ? undefined : decodeURIComponent(url.password));
  const known = store.sessions.get(name);
  // One id per database: two consoles with one id would throw each other out.
  const clientId = known?.clientId ?? `waymark-${store.databaseId}`;
  let session = { clientId, filters: known?.filters ?? [], dropped: known?.dropped };
  const keep = (change: Partial<typeof session>): void => {
    session = { ...session, ...change };
    runCarefully(engine.log, () => store.sessions.put(name, session));
  };
  return createMqttSession({
    brokerId,
    url: broker.url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    clientId,
    filters: sharedBy(engine.share, filters),
    accept,
    clock: engine.clock,
    log: engine.log,
    random,
    previous: known && {
      filters: known.filters,
      ...(known.dropped === undefined ? {} : { dropped: known.dropped }),
    },
    onSubscribed: (held) => keep({ filters: held }),
    onSessionLost: () => runCarefully(engine.log, () => forgetSession(store, brokerId)),
    onState,
    onDropped: (total) => keep({ dropped: total }),
  });
}

/** Its message ids name nothing any more. */
function forgetSession(store: Store, brokerId: string): void {
  store.transaction(() => {
    store.deferred.forgetIds(brokerId);
    for (const source of [brokerId, deferredOf(brokerId)]) store.ledger.forgetCommitted(source);
  });
}
