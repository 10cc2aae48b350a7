import { canonicalCode } from '#shared/domain/codes.ts';
import { minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import { offsetsAt } from '../store/clock-offsets.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { ScanFact } from '../tracking/journey.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { Marks } from './marks.ts';
import { reconcile } from './reconcile.ts';
import type { Span } from './rule.ts';
import {
  agreesSince,
  clockOffset,
  clockSkew,
  sampleMs,
  samplesJudged,
  type ClockDetail,
  type ClockSample,
} from './rules/clock-skew.ts';
import { ownEvidence } from './places.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** A clock within this is not worth a look unless it was wrong before. */
const rightMs = 60_000;
/** An offset that is known is amended when it is that much another. */
const movedMs = 30_000;
/** Within this time of first being heard a device has said nothing else. */
const firstHeardMs = 60 * minuteMs;
/** Scans are compared again this far back from when the clock was found to be wrong. */
const scansLooked = 1000;

/** Who says when something was, and when that was heard. */
export type ClockedScan = Pick<ScanFact, 'deviceId' | 'eventTime' | 'recordTime'>;

export interface ClockRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly tracking: Tracking;
}

/**
 * Tells of clocks that are wrong, and by how much, so that what their devices scanned is compared with others as if
 * they were right. Arrival is the only truth about a clock, and it comes in order.
 */
export class ClockRules {
  readonly #options: ClockRulesOptions;
  readonly #marks: Marks<number>;
  readonly #samples = new Map<number, ClockSample[]>();
  readonly #flagged = new Set<number>();

  constructor(options: ClockRulesOptions) {
    this.#options = options;
    this.#marks = new Marks(options.clock, minuteMs);
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#flagged.clear();
    const { store } = this.#options;
    for (const { id } of store.alerts.subjectsOf(clockSkew.id)) {
      const device = store.devices.get(id);
      if (device !== undefined) this.#flagged.add(device.key);
    }
  }

  /** By how much the clock of a scan may have been off, the likeliest first. */
  offsetsOf({ deviceId, eventTime, recordTime }: ClockedScan): readonly number[] {
    const { store } = this.#options;
    const key = store.devices.get(deviceId)?.key;
    return offsetsAt(key === undefined ? [] : store.clockOffsets.of(key), eventTime, recordTime);
  }

  /** Takes in a fact. Runs for every one. */
  take({ deviceKey, eventTime, recordTime, live, timed }: StoredFact): void {
    if (!live || !timed) return;
    const aheadMs = eventTime - recordTime;
    let samples = this.#samples.get(deviceKey);
    if (samples === undefined) this.#samples.set(deviceKey, (samples = []));
    const last = samples.at(-1);
    if (last !== undefined && recordTime - last.receivedAt < sampleMs) {
      if (aheadMs > last.aheadMs) samples[samples.length - 1] = { receivedAt: last.receivedAt, aheadMs };
      return;
    }
    samples.push({ receivedAt: recordTime, aheadMs });
    if (samples.length > samplesJudged) samples.shift();
    if (Math.abs(aheadMs) >= rightMs || this.#flagged.has(deviceKey)) this.#marks.mark(deviceKey, recordTime);
  }

  due(): number | undefined {
    return this.#marks.due();
  }

  /** Looks at one device. Only inside a transaction. */
  look(deviceKey: number): void {
    const { store, book } = this.#options;
    this.#marks.take(deviceKey);
    const device = store.devices.byKey(deviceKey);
    const samples = this.#samples.get(deviceKey) ?? [];
    const offsetMs = clockOffset(samples);
    if (device === undefined || offsetMs === undefined) return;
    const topic = topicOf(device);
    const open = book.touching(topic, -forever, forever).find(({ end }) => end === undefined);
    const [span] = clockSkew.evaluate({ samples });
    if (open !== undefined && span === undefined && Math.abs(offsetMs) < rightMs) {
      const until = agreesSince(samples, offsetMs);
      book.live({ ...open, end: Math.max(open.start, until) }, { kind: 'return' });
      this.#keep(device, { start: open.start, end: until, detail: { offsetMs: this.#known(device) } });
    } else if (span !== undefined) {
      const start = open?.start ?? span.start;
      if (open !== undefined && Math.abs(this.#known(device) - offsetMs) < movedMs) return;
      this.#tell(device, topic, { ...span, start });
      this.#keep(device, { ...span, start });
    }
  }

  #known({ key }: Device): number {
    return this.#options.store.clockOffsets.of(key).at(-1)?.offsetMs ?? 0;
  }

  #tell(device: Device, topic: AlertTopic, span: Span<ClockDetail>): void {
    const { book, clock } = this.#options;
    reconcile(book, {
      topic,
      drafts: [
        {
          ...topic,
          deviceId: device.deviceId,
          siteId: device.siteId ?? device.heardSiteId,
          severity: clockSkew.severity,
          start: span.start,
          end: span.end,
          known: clock.now(),
          message: clockSkew.message(span, device.deviceId),
          evidence: [
            ownEvidence({
              kind: 'clock',
              of: device.deviceId,
              // The time its messages said then.
              time: span.start + span.detail.offsetMs,
              recordTime: span.start,
              source: device.deviceId,
              text: `Its messages say a time ${Math.round(span.detail.offsetMs / 1000)} s from their arrival`,
            }),
          ],
        },
      ],
      from: span.start,
      to: forever,
      ordersOf: () => [],
      now: clock.now(),
    });
    this.#flagged.add(device.key);
  }

  /** Keeps what is known of the clock, and has the orders compared again that it scanned meanwhile. */
  #keep(device: Device, { start, end, detail: { offsetMs } }: Span<ClockDetail>): void {
    const { store, clock, tracking } = this.#options;
    const { key } = device;
    const known = store.clockOffsets.of(key).findLast(({ until }) => until === undefined);
    const since = known?.since ?? sinceOf(device, start);
    store.clockOffsets.put(key, { since, until: end, offsetMs });
    const scans = store.queries.scans(key, {
      from: since + Math.min(0, offsetMs),
      to: (end ?? clock.now()) + Math.max(0, offsetMs),
      limit: scansLooked,
    });
    const codes = new Set(scans.flatMap((scan) => (JSON.parse(scan.codes) as string[]).map(canonicalCode)));
    const orders = new Set(
      [...codes].flatMap((code) => store.orders.byCode(code).map((row) => row.orderKey)),
    );
    for (const orderKey of orders) tracking.update(orderKey);
  }
}

/** A clock that was wrong when its device was first heard was wrong before, in what it hands over now. */
function sinceOf({ firstSeen }: Device, start: number): number {
  return firstSeen !== undefined && start - firstSeen < firstHeardMs ? 0 : start;
}

function topicOf({ deviceId }: Device): AlertTopic {
  return { kind: clockSkew.id, ruleKey: clockSkew.id, subject: { type: 'device', id: deviceId } };
}
