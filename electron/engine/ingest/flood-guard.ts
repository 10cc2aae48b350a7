import type { RateLimit } from '#shared/domain/rate-limit.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { InboundMessage } from './source.ts';

/** What happened long ago waited somewhere: of that so many times the burst may come at once. */
const backlogBursts = 50;
const tellEveryMs = 60_000;
const shareEveryMs = 1_000;
/** A topic that has said so many more than its share is ahead of the others; of a small burst it is half. */
const aheadBy = 100;
/** Others that spoke within this time are waiting to go on. */
const othersWithinMs = 2_000;
/** Topics whose allowance is remembered; the quiet ones are forgotten first. */
const rememberedTopics = 20_000;

export interface FloodGuardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly limit: () => RateLimit;
  /** How many devices were heard on a topic: a gateway speaks for all of them. */
  readonly devicesOn: (topic: string) => number;
  /** True for a message that tells of what happened well before it came. Asked only beyond the limit. */
  readonly isBacklog: (message: InboundMessage) => boolean;
  /** False where a topic's messages must keep their order among those of others, as those of a Sparkplug node. */
  readonly standsAlone: (topic: string) => boolean;
}

/** `later`: to be kept and acknowledged now and read after those of others; `limited`: to be counted, no more. */
export type Admission = 'now' | 'later' | 'limited';

interface Allowance {
  tokens: number;
  backlog: number;
  filledAt: number;
  /** Devices it is shared by, and when they were counted. */
  devices: number;
  countedAt: number;
  limited: number;
  toldAt: number;
}

/**
 * Says which messages are more than their device may send, by topic and before anything is read of them. A token
 * bucket for each topic, times the devices that speak on it; old facts have an allowance of their own, so that a
 * night's backlog is never taken for a flood.
 */
export class FloodGuard {
  readonly #options: FloodGuardOptions;
  readonly #topics = new Map<string, Allowance>();
  /** The last two topics that kept to their share, the newest first. */
  #calm: readonly { readonly topic: string; at: number }[] = [];

  constructor(options: FloodGuardOptions) {
    this.#options = options;
  }

  admission(message: InboundMessage): Admission {
    const { topic } = message;
    const now = this.#options.clock.monotonic();
    const allowance = this.#topics.get(topic) ?? this.#open(topic, now);
    this.#fill(allowance, now);
    if (this.#isAhead(allowance)) this.#share(topic, allowance, now);
    const isAhead = this.#isAhead(allowance);
    if (!isAhead) this.#noteCalm(topic, now);
    if (!this.#take(message, allowance)) {
      this.#note(topic, allowance, now);
      return 'limited';
    }
    // Behind a device's own connection nobody waits but the device.
    const isInTheWay = isAhead && message.queued === true && this.#othersSpeak(topic, now);
    return isInTheWay && this.#options.standsAlone(topic) ? 'later' : 'now';
  }

  #take(message: InboundMessage, allowance: Allowance): boolean {
    if (allowance.tokens >= 1) {
      allowance.tokens -= 1;
      return true;
    }
    if (allowance.backlog < 1 || !this.#options.isBacklog(message)) return false;
    allowance.backlog -= 1;
    return true;
  }

  #isAhead({ tokens, devices }: Allowance): boolean {
    const { burst } = this.#options.limit();
    return tokens < (burst - Math.min(aheadBy, burst / 2)) * devices;
  }

  #noteCalm(topic: string, at: number): void {
    const [newest] = this.#calm;
    if (newest?.topic === topic) newest.at = at;
    else this.#calm = newest === undefined ? [{ topic, at }] : [{ topic, at }, newest];
  }

  #othersSpeak(topic: string, now: number): boolean {
    return this.#calm.some((calm) => calm.topic !== topic && now - calm.at < othersWithinMs);
  }

  #open(topic: string, now: number): Allowance {
    if (this.#topics.size >= rememberedTopics) this.#forgetQuiet(now);
    const { burst } = this.#options.limit();
    const allowance = {
      tokens: burst,
      backlog: burst * backlogBursts,
      filledAt: now,
      devices: 1,
      countedAt: -Infinity,
      limited: 0,
      toldAt: -Infinity,
    };
    this.#topics.set(topic, allowance);
    return allowance;
  }

  #fill(allowance: Allowance, now: number): void {
    const { perSecond, burst } = this.#options.limit();
    const gained = ((now - allowance.filledAt) / 1_000) * perSecond * allowance.devices;
    allowance.filledAt = now;
    allowance.tokens = Math.min(burst * allowance.devices, allowance.tokens + gained);
    allowance.backlog = Math.min(burst * backlogBursts * allowance.devices, allowance.backlog + gained);
  }

  /** Each device on the topic brings its own allowance; counted only where one alone is not enough. */
  #share(topic: string, allowance: Allowance, now: number): void {
    if (now - allowance.countedAt < shareEveryMs) return;
    allowance.countedAt = now;
    const more = Math.max(1, this.#options.devicesOn(topic)) - allowance.devices;
    if (more <= 0) return;
    const { burst } = this.#options.limit();
    allowance.devices += more;
    allowance.tokens += more * burst;
    allowance.backlog += more * burst * backlogBursts;
  }

  #note(topic: string, allowance: Allowance, now: number): void {
    allowance.limited += 1;
    if (now - allowance.toldAt < tellEveryMs) return;
    const { perSecond, burst } = this.#options.limit();
    this.#options.log.warn('a device sends more than it may', {
      topic,
      limited: allowance.limited,
      perSecond,
      burst,
    });
    allowance.toldAt = now;
    allowance.limited = 0;
  }

  /** Those that have most of their allowance left begin anew with all of it; where there are none, all do. */
  #forgetQuiet(now: number): void {
    const { burst } = this.#options.limit();
    for (const [topic, allowance] of this.#topics) {
      this.#fill(allowance, now);
      if (allowance.tokens >= (burst * allowance.devices) / 2) this.#topics.delete(topic);
    }
    if (this.#topics.size >= rememberedTopics) this.#topics.clear();
  }
}
