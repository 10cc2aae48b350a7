import { hourMs } from '#shared/domain/time.ts';

import { quantile } from '../tracking/eta.ts';
import type { Journey, ScanFact } from '../tracking/journey.ts';
import type { Store } from '../store/store.ts';
import type { ClockedScan } from './clock-rules.ts';
import { isLeaving, outboundRank } from './journey-case.ts';
import type { Journeys } from './riders.ts';

/** How many of each are remembered, and from how many on they say something. */
const kept = 400;
const enough = 20;
const recalledOrders = 300;
/**
 * While nothing is learned: news a day old says nothing any more, unless the promise leaves more time: what may come in a
 * week is not scanned every day.
 */
const assumedGapMs = { least: 24 * hourMs, most: 72 * hourMs, ofTimeLeft: 0.7 } as const;
const shortestGapMs = 2 * hourMs;
/** What comes later than this was made up for, and says nothing of when things are usually heard. */
const heardWithinMs = 24 * hourMs;

/** A stay at a site, from the first scan there to the one that says it left. */
export interface SiteStay {
  readonly siteId: string;
  readonly from: number;
  /** When it left; undefined while no scan says so. */
  readonly to: number | undefined;
  /** When that was heard. */
  readonly heard: number | undefined;
}

/** What is usual here, from journeys that ended: how long things lie at sites, and how long nothing is heard of them. */
export class Habits {
  readonly #gaps = new Map<string, number[]>();
  readonly #dwells = new Map<string, number[]>();

  readonly #taught = new Set<number>();
  readonly #clockOffsets: (scan: ClockedScan) => readonly number[];

  /** `clockOffsets`: by how much the clock of a scan's device may have been off, so that nothing is learned from it. */
  constructor(clockOffsets: (scan: ClockedScan) => readonly number[] = () => [0]) {
    this.#clockOffsets = clockOffsets;
  }

  /** What was learned is not kept: the newest orders that ended teach it again. */
  recall(store: Store, tracking: Journeys): void {
    for (const key of store.orders.endedKeys(recalledOrders)) {
      const order = store.orders.byKey(key);
      if (order !== undefined) this.learn(key, tracking.journeys(order));
    }
  }

  /** Learns from an order that ended; each teaches once. */
  learn(orderKey: number, journeys: ReadonlyMap<string, Journey>): void {
    if (this.#taught.has(orderKey)) return;
    this.#taught.add(orderKey);
    for (const journey of journeys.values()) this.#learnOne(journey);
  }

  /** Where nobody knows whether a clock was right, nobody knows how long it took. */
  #learnOne(said: Journey): void {
    const { journey, unsure } = putRight(said, this.#clockOffsets);
    const moves = journey.events.filter(({ state }) => state !== undefined);
    for (const [index, event] of moves.entries()) {
      const next = moves[index + 1];
      if (next === undefined || unsure.has(event.scan.scanKey) || unsure.has(next.scan.scanKey)) continue;
      if (isBackwards(event.scan, next.scan)) continue;
      keep(this.#gaps, placeOfGap(event.scan), heardTime(next.scan) - event.scan.eventTime);
    }
    if (unsure.size > 0) return;
    for (const { siteId, from, heard } of staysAtSites(journey))
      if (heard !== undefined) keep(this.#dwells, siteId, heard - from);
  }

  /** After this long without news of something last scanned so, it is stalled; `timeLeftMs` is from that scan to its promise. */
  gapMs(place: string, timeLeftMs = 0): number {
    const known = this.#gaps.get(place);
    if (known === undefined || known.length < enough) {
      const { least, most, ofTimeLeft } = assumedGapMs;
      return Math.min(most, Math.max(least, Math.round(ofTimeLeft * timeLeftMs)));
    }
    const longest = quantile(
      known.toSorted((a, b) => a - b),
      0.99,
    );
    return Math.max(shortestGapMs, Math.round(1.5 * longest), longest + hourMs);
  }

  /** Beyond the 95 % of stays at a site and a margin for the day that is a little worse; undefined while unknown. */
  dwellMs(siteId: string): { readonly usual: number; readonly limit: number } | undefined {
    const known = this.#dwells.get(siteId);
    if (known === undefined || known.length < enough) return undefined;
    const sorted = known.toSorted((a, b) => a - b);
    const p95 = quantile(sorted, 0.95);
    // What few stays say of the long ones is too little.
    const margin = 1.25 + 2 / Math.sqrt(sorted.length);
    return { usual: quantile(sorted, 0.5), limit: Math.round(p95 * margin) + hourMs / 2 };
  }
}

/** The same journey with the times that clocks which are right would have said, and the scans of which that is unsure. */
function putRight(
  journey: Journey,
  clockOffsets: (scan: ClockedScan) => readonly number[],
): { readonly journey: Journey; readonly unsure: ReadonlySet<number> } {
  const offsets = journey.events.map(({ scan }) => clockOffsets(scan));
  const unsure = new Set(
    journey.events.flatMap(({ scan }, index) => (offsets[index]!.length > 1 ? [scan.scanKey] : [])),
  );
  if (offsets.every(([offset]) => offset === 0)) return { journey, unsure };
  const events = journey.events.map((event, index) => ({
    ...event,
    scan: { ...event.scan, eventTime: event.scan.eventTime - (offsets[index]![0] ?? 0) },
  }));
  return {
    journey: { ...journey, events: events.sort((a, b) => a.scan.eventTime - b.scan.eventTime) },
    unsure,
  };
}

/** When a scan was heard of: a device that reports in the evening leaves everybody waiting until then. */
function heardTime({ eventTime, recordTime }: ScanFact): number {
  return recordTime > eventTime && recordTime - eventTime <= heardWithinMs ? recordTime : eventTime;
}

function keep(lists: Map<string, number[]>, key: string, value: number): void {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  list.push(value);
  if (list.length > kept) list.shift();
}

/** What a gap after a scan is compared by. */
export function placeOfGap({ siteId, bizStep, outcome }: Journey['events'][number]['scan']): string {
  return `${siteId ?? ''} ${outcome ?? bizStep ?? ''}`;
}

/** Made up for later, or by a clock that was wrong: no usual way on from the first of them. */
function isBackwards(scan: ScanFact, next: ScanFact): boolean {
  const [rank, after] = [outboundRank(scan.bizStep), outboundRank(next.bizStep)];
  return scan.siteId === next.siteId && after !== -1 && after < rank;
}

/** The stays of a journey at sites, in order. */
export function staysAtSites(journey: Journey): SiteStay[] {
  const stays: { siteId: string; from: number; to: number | undefined; heard: number | undefined }[] = [];
  let open: (typeof stays)[number] | undefined;
  for (const { scan, state } of journey.events) {
    if (state === undefined) continue;
    const { siteId, eventTime, outcome } = scan;
    const leaves = outcome !== undefined || isLeaving(scan) || scan.bizStep === 'loading';
    if (open !== undefined && (leaves || (siteId !== undefined && siteId !== open.siteId))) {
      open.to = eventTime;
      open.heard = heardTime(scan);
      open = undefined;
    }
    if (open === undefined && !leaves && siteId !== undefined) {
      open = { siteId, from: eventTime, to: undefined, heard: undefined };
      stays.push(open);
    }
  }
  return stays;
}
