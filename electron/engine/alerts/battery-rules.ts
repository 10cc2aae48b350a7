import { dayMs, minuteMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { StoredFact } from '../ingest/settle.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { Marks } from './marks.ts';
import { reconcile } from './reconcile.ts';
import { batteryClearPct, batteryLow } from './rules/battery-low.ts';
import { ownEvidence } from './places.ts';

const forever = Number.MAX_SAFE_INTEGER;
const everyMs = 5 * minuteMs;

export interface BatteryRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
}

/** Tells of batteries that are nearly empty: what a device says of one that is full costs a comparison. */
export class BatteryRules {
  readonly #options: BatteryRulesOptions;
  readonly #marks: Marks<number>;
  /** Devices with alerts, which end when the battery is full again. */
  readonly #flagged = new Set<string>();

  constructor(options: BatteryRulesOptions) {
    this.#options = options;
    this.#marks = new Marks(options.clock, everyMs);
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#flagged.clear();
    for (const { id } of this.#options.store.alerts.subjectsOf(batteryLow.id)) this.#flagged.add(id);
  }

  /** Takes in a fact. Runs for every one. */
  take({ observation, deviceKey, eventTime }: StoredFact): void {
    const pct = batteryIn(observation);
    if (pct === undefined || (pct >= batteryClearPct && !this.#flagged.has(observation.deviceId))) return;
    this.#marks.mark(deviceKey, eventTime);
  }

  due(): number | undefined {
    return this.#marks.due();
  }

  /** Looks at one device. Only inside a transaction. */
  look(deviceKey: number): void {
    const { store, book, clock } = this.#options;
    const stretch = this.#marks.take(deviceKey);
    const device = store.devices.byKey(deviceKey);
    if (stretch === undefined || device === undefined) return;
    const { deviceId } = device;
    const topic: AlertTopic = {
      kind: batteryLow.id,
      ruleKey: batteryLow.id,
      subject: { type: 'device', id: deviceId },
    };
    const from = Math.min(
      stretch.from,
      ...book.touching(topic, stretch.from, forever).map(({ start }) => start),
    );
    const series = store.keys.seriesOfDevice(deviceKey).filter(({ type }) => type === 'BatteryLevel');
    // What was said on the day before tells whether it was low already.
    const samples = store.alertFacts.batteries(
      deviceKey,
      series.map(({ key }) => key),
      from - dayMs,
      forever,
    );
    const spans = batteryLow.evaluate({ samples }).filter(({ end }) => (end ?? forever) >= from);
    reconcile(book, {
      topic,
      drafts: spans.map((span) => ({
        ...topic,
        deviceId,
        siteId: device.siteId ?? device.heardSiteId,
        severity: batteryLow.severity,
        start: span.start,
        end: span.end,
        known: span.start,
        message: batteryLow.message(span, deviceId),
        evidence: [
          ownEvidence({
            kind: 'status',
            of: deviceId,
            time: span.start,
            recordTime: store.alertFacts.recordTimeOf(deviceKey, span.start) ?? span.start,
            source: deviceId,
            text: `Battery down to ${Math.round(span.detail.lowestPct)} %`,
          }),
        ],
      })),
      from,
      to: forever,
      ordersOf: () => [],
      now: clock.now(),
    });
    if (spans.length > 0) this.#flagged.add(deviceId);
  }
}

function batteryIn(observation: StoredFact['observation']): number | undefined {
  if (observation.kind === 'status') return observation.batteryPct;
  if (observation.kind !== 'reading') return undefined;
  return observation.values.find(({ type }) => type === 'BatteryLevel')?.value;
}
