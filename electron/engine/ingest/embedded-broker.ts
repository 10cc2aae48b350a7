import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

import { Aedes } from 'aedes';
import type { AedesOptions, AuthenticateError, Client } from 'aedes';
import type { IPublishPacket } from 'mqtt';

import type { BrokerStateRow } from '#shared/contract/types.ts';
import { isTopicFilter, isTopicName } from '#shared/domain/topic-filter.ts';
import { hourMs, toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { DeliverOnce, storeAhead } from './aedes-adapter.ts';
import { ClientRefusals } from './client-refusals.ts';
import type { RefusalReason } from './client-refusals.ts';
import { defaultEmbeddedLimits } from './embedded-broker-options.ts';
import type { EmbeddedBrokerLimits, EmbeddedBrokerOptions } from './embedded-broker-options.ts';
import { faultOf, flushed, limitKeepalive, systemTopicRefused } from './embedded-clients.ts';
import { EmbeddedGate } from './embedded-gate.ts';
import { listenOnLoopback } from './embedded-listener.ts';
import type { Listening } from './embedded-listener.ts';
import { openEmbeddedStore } from './embedded-store.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import type { MessageSource, PublishOptions } from './message-source.ts';
import { createPacketGuard } from './packet-guard.ts';
import { createRateLimit } from './rate-limit.ts';
import { waitAtMost } from './wait-at-most.ts';

/** Room in a packet for its topic and packet id. */
const packetOverheadBytes = 1_024;
const maxClientIdLength = 256;
/** Beyond this, messages waiting for clients that are away are worth a word. */
const waitingBytesWarning = 256 * 1024 * 1024;
const settleBeforeStopMs = 5_000;

export interface EmbeddedBroker extends MessageSource {
  /** Opens the store and listens on loopback. Rejects with a DomainError in one sentence. */
  start(): Promise<{ readonly port: number; readonly notice?: string }>;
  /** Devices connected. */
  clients(): number;
  refusals(): Readonly<Partial<Record<RefusalReason, number>>>;
}

/** A broker of our own for devices on this computer: MQTT 3.1.1 on loopback, anonymous. */
export function createEmbeddedBroker(options: EmbeddedBrokerOptions): EmbeddedBroker {
  return new Broker(options);
}

/** What exists while it runs. */
interface Running {
  readonly store: EmbeddedStore;
  readonly aedes: Aedes;
  readonly server: Server;
  readonly cancels: readonly (() => void)[];
}

class Broker implements EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions;
  readonly #limits: EmbeddedBrokerLimits;
  readonly #gate: EmbeddedGate;
  readonly #refusals: ClientRefusals;
  readonly #connections: () => boolean;
  readonly #clients = new Set<Client>();
  /** Work on the store that nobody waits for, except its end. */
  readonly #working = new Set<Promise<unknown>>();
  #running: Running | undefined;
  #stopping: Promise<void> | undefined;
  #listening: Listening | undefined;
  #since: number;
  #problem: string | undefined;
  #waiting: string | undefined;
  #storeProblem: string | undefined;
  #told = '';

  constructor(options: EmbeddedBrokerOptions) {
    const { clock, log, accept, filters } = options;
    this.#options = options;
    this.#limits = { ...defaultEmbeddedLimits, ...options.limits };
    this.#since = clock.now();
    this.#connections = createRateLimit(
      clock,
      this.#limits.connectionsPerSecond,
      this.#limits.connectionBurst,
    );
    this.#refusals = new ClientRefusals(clock, log, (refusal) => {
      options.onRefused?.(refusal);
      this.#tell();
    });
    this.#gate = new EmbeddedGate({
      clock,
      log,
      accept,
      filters: checkedFilters(filters),
      maxUnsettled: this.#limits.maxUnsettled,
      maxUnsettledBytes: this.#limits.maxUnsettledBytes,
      onOverload: (client) =>
        this.#disconnect([client], 'Storing is behind; devices are sent away until it has caught up.'),
      onAnswered: (source, messageId) => options.onAnswered?.(source, messageId),
      secure: (packet) => this.#secure(packet),
      forward: (packet) => this.#forward(packet),
    });
  }

  async start(): Promise<{ readonly port: number; readonly notice?: string }> {
    if (this.#running !== undefined)
      throw new DomainError('conflict', 'The embedded broker is already running.');
    const { clock, dir, log, port, mayMove } = this.#options;
    const store = await openEmbeddedStore(dir, clock.now(), log);
    const server = createServer();
    try {
      const aedes = await Aedes.createBroker(this.#aedesOptions(store));
      this.#listen(aedes, server, store);
      this.#listening = await listenOnLoopback(server, port, mayMove);
      this.#running = { store, aedes, server, cancels: this.#schedule(store) };
    } catch (error) {
      await store.close();
      throw error;
    }
    this.#since = clock.now();
    this.#tell();
    const notice = [this.#listening.notice, store.notice].filter((text) => text !== undefined).join(' ');
    return { port: this.#listening.port, ...(notice !== '' && { notice }) };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  publish(topic: string, payload: string | Uint8Array, { qos, retain }: PublishOptions): Promise<void> {
    const aedes = this.#running?.aedes;
    if (aedes === undefined)
      return Promise.reject(new DomainError('unavailable', 'The embedded broker is not running.'));
    if (!isTopicName(topic))
      return Promise.reject(new DomainError('invalid-request', `'${topic}' is not an MQTT topic.`));
    const bytes = Buffer.from(payload);
    return new Promise((resolve, reject) => {
      aedes.publish({ cmd: 'publish', topic, payload: bytes, qos, retain, dup: false }, (error) => {
        if (error)
          reject(
            new DomainError(
              'unavailable',
              `The embedded broker could not take the message (${error.message}).`,
            ),
          );
        else resolve();
      });
    });
  }

  setFilters(filters: readonly string[]): void {
    this.#gate.setFilters(checkedFilters(filters));
  }

  redeliver(problem: string): void {
    this.#disconnect(this.#gate.waiting(), problem);
  }

  clients(): number {
    return this.#clients.size;
  }

  refusals(): Readonly<Partial<Record<RefusalReason, number>>> {
    return this.#refusals.counts();
  }

  state(): BrokerStateRow {
    const lastMessageAt = this.#gate.lastMessageAt();
    const problem = this.#problem ?? this.#storeProblem ?? this.#refusals.problem() ?? this.#waiting;
    return {
      brokerId: this.#options.brokerId,
      kind: 'embedded',
      url: `mqtt://127.0.0.1:${this.#listening?.port ?? this.#options.port}`,
      link: this.#running === undefined ? 'offline' : 'connected',
      protocol: '3.1.1',
      since: toIso(this.#since),
      clients: this.#clients.size,
      reconnects: 0,
      ...(problem !== undefined && { problem }),
      ...(lastMessageAt !== undefined && { lastMessageTime: toIso(lastMessageAt) }),
    };
  }

  #aedesOptions(store: EmbeddedStore): AedesOptions {
    // Queues are kept in the order of this id and then of a counter that starts anew with each run.
    const id = `${String(this.#options.clock.now()).padStart(15, '0')}-${process.pid}`;
    const deliverOnce = new DeliverOnce(id);
    return {
      id,
      persistence: store.persistence,
      connectTimeout: this.#limits.connectTimeoutMs,
      maxClientsIdLength: maxClientIdLength,
      // Packets a client may send before it has its CONNACK.
      queueLimit: 1_000,
      preConnect: (client, packet, done) => {
        deliverOnce.prepare(client);
        limitKeepalive(packet, this.#limits.maxKeepaliveS);
        done(null, true);
      },
      authenticate: (client, _username, _password, done) => {
        if (client.id.length <= maxClientIdLength) done(null, true);
        else done(this.#refuseClientId(), null);
      },
      authorizePublish: (client, packet, done) => this.#authorize(client, packet, done),
      authorizeForward: (client, packet) => deliverOnce.forward(client, packet),
    };
  }

  #refuseClientId(): AuthenticateError {
    this.#refusals.note({ reason: 'client-id' });
    const identifierRejected = 2;
    return Object.assign(new Error('client id too long'), { returnCode: identifierRejected });
  }

  /** aedes asks this before it acknowledges: the only place from which a PUBACK can wait for a commit. */
  #authorize(client: Client | null, packet: IPublishPacket, done: (error?: Error | null) => void): void {
    if (packet.topic.startsWith('$SYS/')) {
      if (client !== null) this.#refusals.note({ reason: 'system-topic', clientId: client.id });
      done(systemTopicRefused);
    } else if (client !== null && !client.closed) {
      this.#gate.publish(client, packet, () => done(null));
    } else if (this.#gate.isOpen()) {
      const { clientId } = packet as { clientId?: unknown };
      this.#gate.will(client?.id ?? String(clientId), packet, () => done(null));
    } else {
      // That we stop says nothing about the device: its will is not carried out.
      done(new Error('stopping'));
    }
  }

  #listen(aedes: Aedes, server: Server, store: EmbeddedStore): void {
    const { clock, log } = this.#options;
    aedes.addListener('error', (error: unknown) =>
      log.error('embedded broker failed', { error: String(error) }),
    );
    aedes.on('connectionError', (client, error) => this.#noteFault(client, error));
    aedes.on('clientError', (client, error) => this.#noteFault(client, error));
    aedes.on('clientReady', (client) => {
      this.#clients.add(client);
      if (!client.clean) this.#background('session', store.sawClient(client.id, clock.now()));
      this.#tell();
    });
    aedes.on('clientDisconnect', (client) => {
      this.#clients.delete(client);
      this.#gate.forget(client);
      if (!client.clean && this.#gate.isOpen())
        this.#background('session', store.sawClient(client.id, clock.now()));
      this.#tell();
    });
    server.maxConnections = this.#limits.maxClients;
    server.on('drop', () => this.#refusals.note({ reason: 'too-many-clients' }));
    server.on('connection', (socket) => this.#admit(aedes, socket));
  }

  #noteFault({ id }: Client, error: Error): void {
    const reason = faultOf(error);
    if (reason !== undefined) this.#refusals.note({ reason, ...(id && { clientId: id }) });
  }

  #admit(aedes: Aedes, socket: Socket): void {
    if (!this.#connections()) {
      this.#refusals.note({ reason: 'connection-rate' });
      socket.destroy();
      return;
    }
    socket.setNoDelay(true);
    const client = aedes.handle(socket);
    const guard = createPacketGuard(this.#limits.maxPayloadBytes + packetOverheadBytes);
    let refused = false;
    // aedes reads by itself; each chunk it reads passes here first. The listener comes after aedes' own, else
    // it would switch the socket to a mode in which aedes sees nothing.
    socket.on('data', (chunk) => {
      // A length that is none ends the connection by itself: aedes cannot read it either.
      if (refused || guard(chunk) !== 'too-large') return;
      refused = true;
      this.#refusals.note({ reason: 'packet-too-large', ...(client.id && { clientId: client.id }) });
      socket.destroy();
    });
  }

  async #secure(packet: IPublishPacket): Promise<void> {
    if (this.#running === undefined) return;
    try {
      await storeAhead(this.#running.aedes, this.#running.store.persistence, packet);
    } catch (error) {
      // What matters is in the database; the device is not kept waiting for other subscribers.
      this.#storeFailed('queue', error);
    }
  }

  #forward(packet: IPublishPacket): void {
    this.#running?.aedes.publish({ ...packet, cmd: 'publish' }, (error) => {
      if (error) this.#options.log.warn('message not handed on', { error: error.message });
    });
  }

  #schedule(store: EmbeddedStore): readonly (() => void)[] {
    const { clock } = this.#options;
    const keepHouse = (): void => this.#background('sessions', this.#keepHouse(store));
    keepHouse();
    return [clock.every(hourMs, keepHouse), clock.every(this.#limits.watchEveryMs, () => this.#watch())];
  }

  async #keepHouse(store: EmbeddedStore): Promise<void> {
    const { clock, log } = this.#options;
    const connected = new Set([...this.#clients].map(({ id }) => id));
    const expired = await store.expireSessions(clock.now(), (clientId) => connected.has(clientId));
    if (expired.length > 0) log.info('sessions of clients long gone forgotten', { count: expired.length });
    const megabytes = Math.round((await store.waitingBytes()) / 1024 / 1024);
    const tooMuch = megabytes * 1024 * 1024 > waitingBytesWarning;
    this.#waiting = tooMuch ? `${megabytes} MB of messages wait for clients that are away.` : undefined;
  }

  #watch(): void {
    const stalled = this.#gate.stalled(this.#limits.stallMs);
    if (stalled.length > 0)
      this.#disconnect(stalled, 'Storing has stalled; devices send again what is not stored.');
    else if (this.#gate.waiting().length === 0) this.#problem = undefined;
    this.#tell();
  }

  #disconnect(clients: readonly Client[], problem: string): void {
    if (clients.length === 0) return;
    this.#problem = problem;
    this.#options.log.warn('devices disconnected so that they send again', {
      count: clients.length,
      problem,
    });
    for (const client of clients) client.conn.destroy();
    this.#tell();
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    for (const cancel of running.cancels) cancel();
    const closed = new Promise<void>((resolve) => {
      running.server.close(() => resolve());
    });
    const answered = this.#gate.close().then(() => Promise.all([...this.#clients].map(flushed)));
    await waitAtMost(this.#options.clock, settleBeforeStopMs, answered);
    await new Promise<void>((resolve) => {
      running.aedes.close(() => resolve());
    });
    await closed;
    this.#running = undefined;
    this.#since = this.#options.clock.now();
    await Promise.all(this.#working);
    await running.store.close();
    this.#tell();
  }

  #background(what: string, work: Promise<unknown>): void {
    const guarded = work
      .catch((error: unknown) => this.#storeFailed(what, error))
      .finally(() => this.#working.delete(guarded));
    this.#working.add(guarded);
  }

  #storeFailed(what: string, error: unknown): void {
    this.#options.log.error('embedded broker store failed', { what, error: String(error) });
    this.#storeProblem = `The store of the embedded broker failed: other subscribers may miss messages.`;
    this.#tell();
  }

  #tell(): void {
    const state = this.state();
    const text = JSON.stringify({ ...state, lastMessageTime: undefined });
    if (text === this.#told) return;
    this.#told = text;
    this.#options.onState(state);
  }
}

function checkedFilters(filters: readonly string[]): readonly string[] {
  const bad = filters.find((filter) => !isTopicFilter(filter));
  if (bad !== undefined) throw new DomainError('invalid-request', `'${bad}' is not an MQTT topic filter.`);
  return filters;
}
