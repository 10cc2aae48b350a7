import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { Marks } from './marks.ts';
import { reconcile } from './reconcile.ts';
import { lateSync } from './rules/late-sync.ts';
import { ownEvidence } from './places.ts';

const forever = Number.MAX_SAFE_INTEGER;
const everyMs = 2 * minuteMs;
/** What happened longer ago says nothing about the habits of today. */
const reachMs = 3 * dayMs;
const reviewMs = hourMs;

export interface LateRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
}

/** Tells of devices whose facts come late as a habit. */
export class LateRules {
  readonly #options: LateRulesOptions;
  readonly #marks: Marks<number>;
  /** Devices whose habit goes on: it ends by itself, when nothing comes late any more. */
  readonly #open = new Map<number, number>();

  constructor(options: LateRulesOptions) {
    this.#options = options;
    this.#marks = new Marks(options.clock, everyMs);
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    const { store } = this.#options;
    this.#open.clear();
    for (const { id } of store.alerts.subjectsOf(lateSync.id)) {
      const device = store.devices.get(id);
      if (device !== undefined) this.#open.set(device.key, -forever);
    }
  }

  /** Takes in a fact. Runs for every one. */
  take({ deviceKey, eventTime, quality }: StoredFact): void {
    if (quality.length > 0 && quality.includes('late')) this.#marks.mark(deviceKey, eventTime);
  }

  due(): number | undefined {
    const marked = this.#marks.due();
    if (marked !== undefined || this.#open.size === 0) return marked;
    const now = this.#options.clock.now();
    for (const [key, looked] of this.#open) if (now - looked >= reviewMs) return key;
    return undefined;
  }

  /** Looks at one device. Only inside a transaction. */
  look(deviceKey: number): void {
    const { store, book, clock } = this.#options;
    this.#marks.take(deviceKey);
    this.#open.delete(deviceKey);
    const device = store.devices.byKey(deviceKey);
    if (device === undefined) return;
    const { deviceId } = device;
    const now = clock.now();
    const topic: AlertTopic = {
      kind: lateSync.id,
      ruleKey: lateSync.id,
      subject: { type: 'device', id: deviceId },
    };
    const series = store.keys.seriesOfDevice(deviceKey).map(({ key }) => key);
    const facts = store.alertFacts.lateFacts(deviceKey, series, now - reachMs, now);
    const spans = lateSync.evaluate({ facts, now });
    /** Of the facts that came in last the newest. */
    const lastOf = (at: number): number =>
      Math.max(...facts.filter(({ recordTime }) => recordTime === at).map(({ time }) => time));
    reconcile(book, {
      topic,
      drafts: spans.map((span) => ({
        ...topic,
        deviceId,
        siteId: device.siteId ?? device.heardSiteId,
        severity: lateSync.severity,
        start: span.start,
        end: span.end,
        known: span.detail.lastTime,
        message: lateSync.message(span, deviceId),
        evidence: [
          ownEvidence({
            kind: 'scan',
            of: deviceId,
            time: lastOf(span.detail.lastTime),
            recordTime: span.detail.lastTime,
            source: deviceId,
            text: `${span.detail.facts} facts that came late, the last of them then`,
          }),
        ],
      })),
      from: now - reachMs,
      to: forever,
      keepsStart: lateSync.keepsStart,
      ordersOf: () => [],
      now,
    });
    if (spans.some(({ end }) => end === undefined)) this.#open.set(deviceKey, now);
  }
}
