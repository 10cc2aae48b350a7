import { dayMs, zoneOffsetMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Device } from '../store/devices.ts';
import type { Store } from '../store/store.ts';
import type { AlertBook } from './book.ts';
import { nextPoint, type Reading } from './excursions.ts';
import type { HoldAffected } from './hold-affected.ts';
import type { Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import { rhythmOf } from './rhythm.ts';
import { byInstant, expectedMs, worstOf } from './series-readings.ts';
import { draftOf, topicOf, type ChannelOf } from './series-telling.ts';
import { instantsBefore } from './series-window.ts';
import { TallyCourse } from './tally-course.ts';
import { lookBackMs } from './tally.ts';
import type { SeriesWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** What came late has a window counted anew at most this often. */
const recountEveryMs = 2000;

interface Recount extends ChannelOf {
  readonly watch: SeriesWatch;
  from: number;
}

export interface TallyRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly surroundings: Surroundings;
  readonly holdAffected: HoldAffected;
  /** The zone whose days count where a device is. */
  readonly timeZoneOf: (device: Device) => string;
}

/**
 * Rules about limits that add up, average or compare. The newest reading is added to what is known; one that comes
 * late, and the first after a restart, has its window counted again a moment later, from the database alone.
 */
export class TallyRules {
  readonly #options: TallyRulesOptions;
  readonly #recounts = new Map<SeriesWatch, Recount>();
  readonly #countedAt = new WeakMap<SeriesWatch, number>();
  /** As in the database: from when on a series is still to be counted again, by its key. */
  readonly #marks = new Map<number, number>();
  /** What readings came in order since the last call of `settle`, and from when on. */
  #touched = new Map<SeriesWatch, ChannelOf & { readonly from: number }>();

  constructor(options: TallyRulesOptions) {
    this.#options = options;
    this.#recall();
  }

  /** Keys of devices of which something was still to be counted when the engine stopped, or was killed. */
  devicesDue(): number[] {
    return [...this.#marks.keys()].flatMap(
      (key) => this.#options.store.keys.seriesByKey(key)?.deviceKey ?? [],
    );
  }

  /** Takes the marks from the database again: those of a failed transaction are not there. */
  #recall(): void {
    this.#marks.clear();
    for (const { kind, ref, from } of this.#options.store.alerts.marks())
      if (kind === 'tally') this.#marks.set(Number(ref), from);
  }

  /** Takes in a reading of a series that such limits apply to. */
  take(of: ChannelOf, watch: SeriesWatch, reading: Reading): void {
    const { tally } = watch;
    if (tally === undefined || reading.time <= tally.rhythm.newest) {
      this.lookAgain(of, watch, reading.time);
      return;
    }
    const point = nextPoint(reading, tally.rhythm, expectedMs(of.device));
    for (const course of tally.courses) course.take(point);
    if (!this.#touched.has(watch)) this.#touched.set(watch, { ...of, from: reading.time });
  }

  /** Has everything from an instant on counted again. Only inside a transaction. */
  lookAgain({ device, channel }: ChannelOf, watch: SeriesWatch, since: number): void {
    const { seriesKey } = watch;
    const marked = this.#marks.get(seriesKey);
    const from = Math.min(since, marked ?? since);
    if (from !== marked) {
      this.#marks.set(seriesKey, from);
      this.#options.store.alerts.mark({ kind: 'tally', ref: String(seriesKey), from, to: from });
    }
    const known = this.#recounts.get(watch);
    if (known === undefined) this.#recounts.set(watch, { device, channel, watch, from });
    else known.from = from;
  }

  /** Writes what follows from readings that came in order. Only inside a transaction. */
  settle(): void {
    const touched = this.#touched;
    this.#touched = new Map();
    for (const [watch, of] of touched) {
      // What came in order is told with what came late, from the first of either on.
      if (this.#recounts.has(watch)) {
        this.lookAgain(of, watch, of.from);
        continue;
      }
      for (const course of watch.tally?.courses ?? []) {
        const found = course.takeFound();
        // One may have ended with the very reading this one began with.
        if (found.length > 0) this.#tell(of, course, found, found[0]!.start + 1);
      }
    }
  }

  /** Forgets what was taken in and never settled. */
  forget(): void {
    this.#touched = new Map();
    this.#recounts.clear();
    this.#recall();
  }

  /** True while something waits to be counted again. */
  isDue(): boolean {
    const now = this.#options.clock.monotonic();
    for (const watch of this.#recounts.keys()) if (this.#isRested(watch, now)) return true;
    return false;
  }

  /** Counts one series again. Only inside a transaction. */
  recountOne(): void {
    const now = this.#options.clock.monotonic();
    for (const [watch, recount] of this.#recounts) {
      if (!this.#isRested(watch, now)) continue;
      this.#recounts.delete(watch);
      this.#countedAt.set(watch, now);
      this.#recount(recount);
      return;
    }
  }

  #isRested(watch: SeriesWatch, now: number): boolean {
    return now - (this.#countedAt.get(watch) ?? -Infinity) >= recountEveryMs;
  }

  #recount(recount: Recount): void {
    const { store } = this.#options;
    const { watch, device } = recount;
    // What ended with the reading before it may go on now.
    recount.from = instantsBefore(store, watch, recount.from).at(-1) ?? recount.from;
    const dayOf = dayCounter(this.#options.timeZoneOf(device));
    const courses = watch.tallied.map((governed) => new TallyCourse(governed, dayOf));
    const starts = courses.map((course) => this.#startOf(recount, course));
    const start = Math.min(...starts);
    const rhythm = rhythmOf(instantsBefore(store, watch, start));
    for (const group of byInstant(store.alertFacts.readings(watch.seriesKey, start, forever), watch)) {
      const { time, gap } = nextPoint(group[0]!, rhythm, expectedMs(device));
      for (const [index, course] of courses.entries()) {
        if (time < starts[index]!) continue;
        course.take({ ...worstOf(group, course.governed.limit), gap });
      }
    }
    watch.tally = { rhythm, courses };
    this.#marks.delete(watch.seriesKey);
    store.alerts.unmark({ kind: 'tally', ref: String(watch.seriesKey) });
    for (const course of courses) {
      const found = course.takeFound().filter(({ end }) => (end ?? forever) >= recount.from);
      this.#tell(recount, course, found, recount.from);
    }
  }

  /** What is found from the instant on depends on no reading before this one. */
  #startOf(recount: Recount, { governed }: TallyCourse): number {
    const { limit, spans } = governed;
    const { book } = this.#options;
    const earliest = (from: number): number =>
      Math.min(from, ...book.touching(topicOf(recount, limit), from, forever).map(({ start }) => start));
    const standing = earliest(recount.from);
    const span = spans.find(({ from, to }) => from <= standing && standing < to);
    const isBounded = span !== undefined && span.from !== -forever;
    const back = lookBackMs(limit, isBounded);
    // Where one began depends on where the one before it ended.
    const reach = back === undefined ? standing : Math.max(span?.from ?? -forever, earliest(standing - back));
    if (limit.scope === 'calendar') return reach - 2 * dayMs;
    if (back === undefined) return span?.from ?? reach;
    const pendingMs = (limit.forS ?? 0) * 1000;
    return Math.max(span?.from ?? -forever, reach - back - Math.ceil(back / 100) - pendingMs);
  }

  #tell(
    of: ChannelOf,
    { governed: { limit } }: TallyCourse,
    found: readonly Parameters<typeof draftOf>[2][],
    from: number,
  ): void {
    const { book, clock, surroundings } = this.#options;
    const records = reconcile(book, {
      topic: topicOf(of, limit),
      drafts: found.map((excursion) => draftOf(of, limit, excursion, surroundings)),
      from,
      to: forever,
      ordersOf: (span) => surroundings.ordersNear(of.device, of.channel, span),
      now: clock.now(),
    });
    records.forEach(this.#options.holdAffected);
  }
}

/** Counts the days of a zone; its offset is asked once a quarter of an hour of the readings' time. */
function dayCounter(timeZone: string): (time: number) => number {
  let quarter: number | undefined;
  let offset = 0;
  return (time) => {
    const current = Math.floor(time / 900_000);
    if (current !== quarter) {
      quarter = current;
      offset = zoneOffsetMs(time, timeZone);
    }
    return Math.floor((time + offset) / dayMs);
  };
}
