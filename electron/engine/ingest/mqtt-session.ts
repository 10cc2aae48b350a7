import type { IConnackPacket } from 'mqtt';

import type { BrokerStateRow } from '#shared/contract/types.ts';
import { isTopicFilter } from '#shared/domain/topic-filter.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { parseBrokerAddress } from './broker-address.ts';
import type { BrokerAddress } from './broker-address.ts';
import { DropWatch, droppedTopic } from './drop-watch.ts';
import { describeRival } from './link-problems.ts';
import type { MessageSource, PublishOptions } from './message-source.ts';
import type { Incoming, Release } from './mqtt-adapter.ts';
import { MqttIntake } from './mqtt-intake.ts';
import { MqttLink, sessionExpiryS } from './mqtt-link.ts';
import type { LinkEnd, MqttVersion } from './mqtt-link.ts';
import { defaultLimits } from './mqtt-session-options.ts';
import type { MqttSessionLimits, MqttSessionOptions } from './mqtt-session-options.ts';
import { Outbox } from './outbox.ts';
import { createReconnectPolicy } from './reconnect-policy.ts';
import { createSettleWindow } from './settle-window.ts';
import type { SettleWindow } from './settle-window.ts';
import { Subscriptions } from './subscriptions.ts';
import { waitAtMost } from './wait-at-most.ts';

export interface MqttSession extends MessageSource {
  /** Starts connecting; a broker that is down is no error, it is tried until it is there. */
  start(): void;
}

/** A persistent session with one external broker. Throws a DomainError for an address or filter that is none. */
export function createMqttSession(options: MqttSessionOptions): MqttSession {
  return new Session(options);
}

/** What belongs to one connection and ends with it. */
interface Connection {
  readonly link: MqttLink;
  readonly intake: MqttIntake;
  readonly window: SettleWindow;
  /** Its unsettled messages will never be settled. */
  abandoned: boolean;
}

/** A rival that has not shown up for this long is gone. */
const rivalForgottenMs = 300_000;
const settleBeforeStopMs = 5_000;

class Session implements MqttSession {
  readonly #options: MqttSessionOptions;
  readonly #limits: MqttSessionLimits;
  readonly #address: BrokerAddress;
  readonly #outbox: Outbox;
  readonly #policy: ReturnType<typeof createReconnectPolicy>;
  readonly #subscriptions: Subscriptions;
  readonly #drops: DropWatch;
  #connection: Connection | undefined;
  /** Windows of earlier connections whose messages are still with the consumer. */
  #strays: SettleWindow[] = [];
  #phase: 'idle' | 'running' | 'stopped' = 'idle';
  #stopping: Promise<void> | undefined;
  #version: MqttVersion = 5;
  #versionProven = false;
  #link: BrokerStateRow['link'] = 'connecting';
  #since: number;
  #reconnects = -1;
  #sessionPresent: boolean | undefined;
  #problem: string | undefined;
  #rival: string | undefined;
  #shortExpiry: string | undefined;
  #lastMessageAt: number | undefined;
  #told = '';
  #cancelRetry = () => {};
  #cancelWatch = () => {};

  constructor(options: MqttSessionOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#address = parseBrokerAddress(options.url);
    this.#outbox = new Outbox(options.clock);
    this.#policy = createReconnectPolicy(options.random);
    this.#drops = new DropWatch(options.clock, options.previous?.dropped, (total) =>
      options.onDropped?.(total),
    );
    this.#subscriptions = new Subscriptions({
      clock: options.clock,
      held: options.previous?.filters ?? [],
      wanted: checkedFilters(options.filters),
      onHeld: options.onSubscribed,
    });
    this.#since = options.clock.now();
  }

  start(): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'running';
    this.#cancelWatch = this.#options.clock.every(this.#limits.watchEveryMs, () => this.#watch());
    this.#attempt();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void> {
    return this.#outbox.publish(topic, payload, options);
  }

  setFilters(filters: readonly string[]): void {
    this.#subscriptions.want(checkedFilters(filters));
    if (this.#connection !== undefined && this.#link === 'connected') void this.#subscribe(this.#connection);
  }

  redeliver(problem: string): void {
    this.#strays = [];
    if (this.#connection === undefined) return;
    this.#connection.abandoned = true;
    this.#connection.link.cut(problem);
  }

  state(): BrokerStateRow {
    const problem = this.#currentProblem();
    const lastMessageAt = this.#connection?.intake.lastMessageAt() ?? this.#lastMessageAt;
    return {
      brokerId: this.#options.brokerId,
      kind: 'external',
      url: this.#address.shown,
      link: this.#link,
      since: toIso(this.#since),
      reconnects: Math.max(0, this.#reconnects),
      ...(this.#versionProven && { protocol: this.#version === 5 ? ('5' as const) : ('3.1.1' as const) }),
      ...(problem !== undefined && { problem }),
      ...(lastMessageAt !== undefined && { lastMessageTime: toIso(lastMessageAt) }),
      ...(this.#sessionPresent !== undefined && { sessionPresent: this.#sessionPresent }),
    };
  }

  #currentProblem(): string | undefined {
    if (this.#link !== 'connected') return this.#problem;
    const held = (this.#connection?.intake.heldMs() ?? 0) > this.#limits.watchEveryMs;
    return (
      this.#rival ??
      this.#subscriptions.problem() ??
      (held ? 'Storing is behind: messages wait at the broker.' : undefined) ??
      this.#drops.problem() ??
      this.#shortExpiry
    );
  }

  #attempt(): void {
    this.#strays = this.#strays.filter((window) => window.size() > 0);
    if (this.#isOverloaded()) {
      this.#show(
        'offline',
        'Storing has stalled: messages wait at the broker until those already here are stored.',
      );
      this.#retryIn(this.#limits.watchEveryMs);
      return;
    }
    this.#subscriptions.connecting();
    this.#connection = this.#connect();
    this.#connection.link.open();
  }

  /**
   * True while too much of earlier connections is unsettled. A consumer that has settled nothing for very long
   * has probably lost those messages; then they are asked for again, but not without end.
   */
  #isOverloaded(): boolean {
    const { maxUnsettled, stallMs } = this.#limits;
    const unsettled = this.#strays.reduce((sum, window) => sum + window.size(), 0);
    if (unsettled <= maxUnsettled / 2) return false;
    const idleMs = Math.min(...this.#strays.map((window) => window.idleMs()));
    return idleMs < 4 * stallMs || unsettled >= 4 * maxUnsettled;
  }

  #connect(): Connection {
    const { brokerId, clock, log, accept } = this.#options;
    const { keepaliveS, connectTimeoutMs, maxUnsettled, maxUnsettledBytes } = this.#limits;
    const window = createSettleWindow({ clock, maxMessages: maxUnsettled, maxBytes: maxUnsettledBytes });
    const link = new MqttLink({
      address: this.#address,
      clientId: this.#options.clientId,
      username: this.#options.username ?? this.#address.username,
      password: this.#options.password ?? this.#address.password,
      ca: this.#options.ca,
      version: this.#version,
      keepaliveS,
      connectTimeoutMs,
      receiveMaximum: maxUnsettled,
      clock,
      onUp: (connack) => this.#onUp(connection, connack),
      onPublish: (packet, release) => this.#onPublish(intake, packet, release),
      onEnd: (end) => this.#onEnd(connection, end),
    });
    const intake = new MqttIntake({
      source: brokerId,
      clock,
      log,
      accept,
      window,
      acknowledge: (messageId) => link.acknowledge(messageId),
      onFailure: () => link.cut('A message could not be taken in; the broker sends it again.'),
    });
    const connection: Connection = { link, intake, window, abandoned: false };
    return connection;
  }

  #onUp(connection: Connection, connack: IConnackPacket): void {
    if (this.#stopping !== undefined) return;
    const { brokerId, log, onSessionLost } = this.#options;
    this.#reconnects += 1;
    this.#versionProven = true;
    this.#sessionPresent = connack.sessionPresent;
    this.#shortExpiry = shortExpiry(connack);
    if (this.#subscriptions.linkUp(connack.sessionPresent)) {
      log.warn('mqtt session lost', { brokerId });
      onSessionLost();
    }
    log.info('mqtt connected', { brokerId, version: this.#version, sessionPresent: connack.sessionPresent });
    const { link } = connection;
    this.#outbox.attach(
      (topic, payload, options, done) => link.publish(topic, payload, options, done),
      connack.properties?.receiveMaximum,
    );
    this.#show('connected', undefined);
    void this.#subscribe(connection);
  }

  async #subscribe({ link }: Connection): Promise<void> {
    try {
      await this.#subscriptions.reconcile(link);
      await this.#drops.ask((topic) => link.subscribe([topic], 0, false));
    } catch (error) {
      // Mostly the link ended meanwhile; if not, it is no good without its subscriptions.
      this.#options.log.warn('mqtt subscription failed', {
        brokerId: this.#options.brokerId,
        error: String(error),
      });
      link.cut('The broker did not answer our subscription properly.');
    }
    this.#tell();
  }

  #onPublish(intake: MqttIntake, packet: Incoming, release: Release): void {
    if (packet.topic !== droppedTopic) {
      intake.take(packet, release);
      return;
    }
    if (this.#drops.read(packet.payload.toString())) {
      this.#options.log.warn('broker dropped messages', { brokerId: this.#options.brokerId });
      this.#tell();
    }
    release();
  }

  #onEnd(connection: Connection, end: LinkEnd): void {
    const { brokerId, clientId, log } = this.#options;
    this.#lastMessageAt = connection.intake.lastMessageAt() ?? this.#lastMessageAt;
    this.#connection = undefined;
    connection.window.close();
    if (!connection.abandoned) this.#strays.push(connection.window);
    connection.intake.linkDown();
    this.#outbox.detach();
    this.#subscriptions.linkDown();
    this.#drops.linkDown();
    if (this.#stopping !== undefined) return;
    if (this.#fallsBack(end)) {
      this.#attempt();
      return;
    }
    const { delayMs, rival } = this.#policy.ended(end);
    if (rival !== undefined) this.#rival = describeRival(clientId, rival === 'certain');
    log.warn('mqtt link ended', { brokerId, cause: end.cause, problem: end.problem, delayMs });
    this.#show('offline', rival === undefined ? end.problem : this.#rival);
    this.#retryIn(delayMs);
  }

  /** Chooses the protocol version of the next attempt; true when it should be made at once. */
  #fallsBack(end: LinkEnd): boolean {
    if (this.#versionProven) return false;
    // Some old brokers just hang up on a CONNECT of a version they do not know.
    if (end.cause !== 'version' && end.cause !== 'unanswered') return false;
    const older = this.#version === 5;
    this.#version = older ? 4 : 5;
    return older && end.cause === 'version';
  }

  #retryIn(delayMs: number): void {
    this.#cancelRetry = this.#options.clock.after(delayMs, () => this.#attempt());
  }

  #watch(): void {
    const { stallMs, answerMs } = this.#limits;
    const { link, intake, window } = this.#connection ?? {};
    if (link !== undefined && intake !== undefined && window !== undefined && this.#link === 'connected') {
      if (link.silentMs() > link.keepaliveMs() * 1.5 + 5_000) {
        link.cut(`${this.#address.host} has stopped answering.`, 'silent');
      } else if (intake.heldMs() > link.keepaliveMs() * 0.4 || window.idleMs() > stallMs) {
        // While the parser is held no ping is answered; better to end the link knowingly.
        link.cut('Storing has stalled; the broker sends again what is not stored.');
      } else if (Math.max(this.#subscriptions.unansweredMs(), this.#outbox.unansweredMs()) > answerMs) {
        link.cut(`${this.#address.host} answers pings but nothing else.`, 'silent');
      }
      if (this.#options.clock.now() - this.#since > rivalForgottenMs) this.#rival = undefined;
    }
    this.#tell();
  }

  async #stop(): Promise<void> {
    this.#cancelRetry();
    const connection = this.#connection;
    if (connection !== undefined) {
      connection.intake.stop();
      const settled = connection.window.drained().then(() => this.#outbox.emptied());
      if (this.#link === 'connected') await waitAtMost(this.#options.clock, settleBeforeStopMs, settled);
      await connection.link.close();
    }
    this.#cancelWatch();
    this.#outbox.close();
    this.#phase = 'stopped';
    this.#show('offline', undefined);
  }

  #show(link: BrokerStateRow['link'], problem: string | undefined): void {
    if (link !== this.#link) this.#since = this.#options.clock.now();
    this.#link = link;
    this.#problem = problem;
    this.#tell();
  }

  /** Tells of a change; the time of the last message alone is none. */
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

/** A broker may shorten the time it keeps our session; then a longer absence loses messages. */
function shortExpiry(connack: IConnackPacket): string | undefined {
  const seconds = connack.properties?.sessionExpiryInterval;
  if (seconds === undefined || seconds >= sessionExpiryS) return undefined;
  return `The broker keeps messages for us for only ${Math.round(seconds / 60)} min while Waymark is away.`;
}
