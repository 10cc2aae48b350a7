import { randomUUID } from 'node:crypto';

import type { DeliveryEntry } from '#shared/contract/types.ts';
import { DomainError } from '#shared/result.ts';

import type { SystemCondition } from '../alerts/system-alerts.ts';
import { runCarefully } from '../careful.ts';
import type { Clock } from '../clock.ts';
import { waitAtMost } from '../ingest/wait-at-most.ts';
import type { Log } from '../log.ts';
import type { SecretStore } from '../secrets.ts';
import type { ChannelSetup, DeliveryRow } from '../store/notices.ts';
import type { Store } from '../store/store.ts';
import { deliveryView } from './delivery-view.ts';
import { sendMail } from './mail.ts';
import { testNotice } from './notice-words.ts';
import { mostAttempts, retryDelayMs } from './retry.ts';
import type { Attempt, Sending } from './sending.ts';
import { postWebhook } from './webhook.ts';

export interface CourierOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: SecretStore;
  readonly alerts: { tellSystem(condition: SystemCondition): void };
  readonly random: () => number;
}

/** A try that was not heard of again, because the program ended, is made again after this. */
const leaseMs = 30_000;
const stopWaitMs = 2000;

/** Which part of the machine fails where a channel does. */
export function failureId(channelId: string): string {
  return `notice-channel:${channelId}`;
}

/** Empties the outbox of notices: one at a time on each channel, in order, at least once. */
export class Courier {
  readonly #options: CourierOptions;
  #channels = new Map<string, ChannelSetup>();
  /** Deliveries under way, by channel. */
  readonly #underWay = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  channel(channelId: string): ChannelSetup | undefined {
    return this.#channels.get(channelId);
  }

  /** The channels are others now, or are to be known at all. */
  channelsChanged(): void {
    const before = this.#channels;
    const { store } = this.#options;
    this.#channels = new Map(store.notices.channels().map((channel) => [channel.channelId, channel]));
    for (const channelId of new Set([...before.keys(), ...this.#channels.keys()])) this.#judge(channelId);
  }

  /** Starts whatever may be sent now. */
  run(): void {
    const { store, clock } = this.#options;
    for (const delivery of store.notices.next()) {
      const { channelId } = delivery;
      if (this.#underWay.has(channelId) || (delivery.due ?? 0) > clock.now()) continue;
      const channel = this.#channels.get(channelId);
      if (channel === undefined || !channel.enabled) this.#cancel(delivery);
      else this.#underWay.set(channelId, this.#carry(channel, delivery));
    }
  }

  /** Sends a notice that says it is a test, outside the queue, and once. */
  async test(channelId: string): Promise<DeliveryEntry> {
    const { store, clock } = this.#options;
    const channel = this.#channels.get(channelId);
    if (channel === undefined) throw new DomainError('not-found', `No channel ${channelId} is known.`);
    const { subject, body } = testNotice(channel.name);
    const draft: Omit<DeliveryRow, 'key'> = {
      channelId,
      channelName: channel.name,
      kind: channel.kind,
      state: 'waiting',
      subject,
      body: JSON.stringify(body),
      alertIds: [],
      created: clock.now(),
      attempts: 1,
      due: undefined,
      settled: undefined,
      answer: undefined,
      problem: undefined,
    };
    const attempt = await this.#try(channel, { ...draft, key: -1 }, `test-${randomUUID()}`);
    if (this.#stopped) throw new DomainError('unavailable', 'The engine stopped meanwhile.');
    const settled = settledBy(attempt, draft, clock.now());
    const key = store.notices.add(settled);
    this.#judge(channelId);
    return deliveryView({ ...settled, key });
  }

  /** Tries one that was given up again, as if it were new. */
  retry(key: number): DeliveryRow {
    const { store, clock } = this.#options;
    const delivery = store.notices.get(key);
    if (delivery === undefined) throw new DomainError('not-found', 'No such delivery is known.');
    if (delivery.state !== 'failed' || delivery.alertIds.length === 0)
      throw new DomainError('conflict', 'Only a notice that was given up can be tried again.');
    const again: DeliveryRow = {
      ...delivery,
      state: 'waiting',
      attempts: 0,
      due: clock.now(),
      settled: undefined,
    };
    store.notices.keep(again);
    return again;
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async stop(): Promise<void> {
    await waitAtMost(this.#options.clock, stopWaitMs, this.idle());
    this.#stopped = true;
  }

  async #carry(channel: ChannelSetup, delivery: DeliveryRow): Promise<void> {
    const { store, clock, log } = this.#options;
    const { channelId } = channel;
    const begun = { ...delivery, attempts: delivery.attempts + 1, due: clock.now() + leaseMs };
    store.notices.keep(begun);
    const attempt = await this.#try(channel, begun, `delivery-${delivery.key}.${store.databaseId}`);
    this.#underWay.delete(channelId);
    if (this.#stopped) return;
    if (!attempt.ok)
      log.warn('a notice could not be delivered', {
        channelId,
        attempts: begun.attempts,
        problem: attempt.problem,
      });
    runCarefully(log, () => {
      store.notices.keep(this.#after(attempt, begun));
      this.#judge(channelId);
    });
  }

  /** What becomes of a delivery after a try. */
  #after(attempt: Attempt, delivery: DeliveryRow): DeliveryRow {
    const { clock, random } = this.#options;
    if (attempt.ok || !attempt.again || delivery.attempts >= mostAttempts)
      return { ...settledBy(attempt, delivery, clock.now()), key: delivery.key };
    const due = clock.now() + retryDelayMs(delivery.attempts, random);
    return { ...delivery, due, problem: attempt.problem };
  }

  async #try(channel: ChannelSetup, delivery: DeliveryRow, messageId: string): Promise<Attempt> {
    const { secrets, clock } = this.#options;
    const secret = secrets.channelSecret(channel.channelId);
    const sending: Sending = { delivery, messageId, secret, now: clock.now() };
    if (channel.kind === 'email' && channel.email !== undefined)
      return await sendMail(channel.email, sending);
    if (channel.kind === 'webhook' && channel.webhook !== undefined)
      return await postWebhook(channel.webhook, sending);
    return { ok: false, problem: 'The channel says nothing about where to send.', again: false };
  }

  #cancel(delivery: DeliveryRow): void {
    const problem = 'The channel was removed or turned off.';
    const settled = this.#options.clock.now();
    this.#options.store.notices.keep({ ...delivery, state: 'cancelled', due: undefined, settled, problem });
  }

  /** A channel whose newest notice was given up is an alarm itself, until one gets through. */
  #judge(channelId: string): void {
    const { store, alerts } = this.#options;
    const channel = this.#channels.get(channelId);
    const last = store.notices.lastSettled(channelId);
    const holds = channel !== undefined && channel.enabled && last?.state === 'failed';
    alerts.tellSystem({
      kind: 'delivery-failed',
      id: failureId(channelId),
      holds,
      severity: 'high',
      message: `Notices over “${channel?.name ?? channelId}” cannot be delivered: ${last?.problem ?? ''}`,
    });
  }
}

function settledBy(
  attempt: Attempt,
  delivery: Omit<DeliveryRow, 'key'>,
  now: number,
): Omit<DeliveryRow, 'key'> {
  const settled = { ...delivery, due: undefined, settled: now };
  return attempt.ok
    ? { ...settled, state: 'sent', answer: attempt.answer, problem: undefined }
    : { ...settled, state: 'failed', problem: attempt.problem };
}
