import { silentAfterMs } from '#shared/domain/cadence.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { deafTime } from './deaf-time.ts';
import { durationText } from './limits.ts';
import type { Listening } from './listening.ts';
import { ownEvidence } from './places.ts';
import { reconcile } from './reconcile.ts';
import { deviceSilent } from './rules/device-silent.ts';
import { seriesOf } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
const everyMs = 15_000;

export interface NeverHeardOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly listening: Listening;
  readonly associations: () => readonly AssociationRow[];
}

/**
 * Silence of what never spoke: a device that a cadence or a profile was set up for, or that was put on something. It
 * is counted on from when that was first known, and its silence ends with the first thing it says.
 */
export class NeverHeardRules {
  readonly #options: NeverHeardOptions;
  readonly #since = new Map<string, number>();
  /** Whose silence was said since the start. */
  readonly #told = new Set<string>();
  #looked = -Infinity;

  constructor(options: NeverHeardOptions) {
    this.#options = options;
    for (const { deviceId, since } of options.store.expectedDevices.all()) this.#since.set(deviceId, since);
  }

  /** What is to be done in a transaction now, if anything. */
  due(): (() => void) | undefined {
    const { clock, listening } = this.#options;
    const now = clock.monotonic();
    if (now - this.#looked < everyMs || !listening.isDrained()) return undefined;
    this.#looked = now;
    const expected = this.#expected();
    const looks = [...new Set([...expected, ...this.#since.keys()])].filter(
      (deviceId) => !expected.has(deviceId) || this.#isNews(deviceId),
    );
    if (looks.length === 0) return undefined;
    return () => {
      for (const deviceId of looks) this.#look(deviceId, expected.has(deviceId));
    };
  }

  /** It was not expected before, or has been silent for too long and that was not said. */
  #isNews(deviceId: string): boolean {
    const since = this.#since.get(deviceId);
    if (since === undefined) return true;
    return !this.#told.has(deviceId) && this.#options.clock.now() - since > this.#limitOf(deviceId);
  }

  #limitOf(deviceId: string): number {
    return silentAfterMs(this.#options.store.devices.get(deviceId)?.expectedEveryS, undefined);
  }

  /** Devices that are counted on and were never heard. */
  #expected(): Set<string> {
    const { store, clock, associations } = this.#options;
    const now = clock.now();
    const found = new Set<string>();
    for (const device of store.devices.all())
      if (device.firstSeen === undefined && isSetUp(device)) found.add(device.deviceId);
    for (const { deviceId, from, to } of associations())
      if (from <= now && now < (to ?? forever) && store.devices.get(deviceId)?.firstSeen === undefined)
        found.add(deviceId);
    return found;
  }

  #look(deviceId: string, isExpected: boolean): void {
    const { store, clock } = this.#options;
    const since = this.#since.get(deviceId) ?? clock.now();
    if (!this.#since.has(deviceId)) {
      store.expectedDevices.put(deviceId, since);
      this.#since.set(deviceId, since);
    }
    this.#tell(deviceId, since, isExpected);
    if (isExpected) return;
    store.expectedDevices.remove(deviceId);
    this.#since.delete(deviceId);
    this.#told.delete(deviceId);
  }

  #tell(deviceId: string, since: number, isExpected: boolean): void {
    const { store, book, clock, listening } = this.#options;
    const device = store.devices.get(deviceId);
    const now = clock.now();
    const limitMs = this.#limitOf(deviceId);
    const start = since + limitMs;
    const until = (device && this.#firstHeard(device, since)) ?? now;
    const listened = until - since - deafTime(listening.deafTimes(since), since, until);
    const topic: AlertTopic = {
      kind: deviceSilent.id,
      ruleKey: 'never-heard',
      subject: { type: 'device', id: deviceId },
    };
    const known = toIso(since);
    const draft = {
      ...topic,
      deviceId,
      siteId: device?.siteId,
      severity: deviceSilent.severity,
      start,
      end: isExpected ? undefined : until,
      known: start,
      message: isExpected
        ? `Nothing was ever heard of ${deviceId}, which is expected since ${known}.`
        : `Nothing was heard of ${deviceId} for ${durationText(until - since)} after it was first expected.`,
      evidence: [
        ownEvidence({
          kind: 'never-heard',
          of: deviceId,
          time: since,
          recordTime: since,
          source: deviceId,
          text: `Expected since ${known}, never heard`,
        }),
      ],
    };
    const isSilent = listened > limitMs && until > start;
    if (isSilent) this.#told.add(deviceId);
    reconcile(book, {
      topic,
      drafts: isSilent ? [draft] : [],
      from: -forever,
      to: forever,
      ordersOf: () => [],
      now,
    });
  }

  /** When the first thing happened that it spoke of, however late it came in; nothing for what it sent without use. */
  #firstHeard(device: Device, since: number): number | undefined {
    const { alertFacts } = this.#options.store;
    const series = seriesOf(this.#options.store, device);
    const first = [
      alertFacts.readingInstants(series, since, forever)[0],
      alertFacts.otherInstants(device.key, since, forever)[0],
      alertFacts.scanInstants(device.key, since, forever)[0],
    ].filter((instant) => instant !== undefined);
    return first.length === 0 ? device.firstSeen : Math.min(...first);
  }
}

function isSetUp({ expectedEveryS, channels }: Device): boolean {
  const isGoverned = Object.values(channels).some(
    ({ temperatureProfileId }) => temperatureProfileId !== undefined,
  );
  return expectedEveryS !== undefined || isGoverned;
}
