import { hourMs, minuteMs } from '#shared/domain/time.ts';

import type { Journey, ScanFact } from '../tracking/journey.ts';
import type { ClockedScan } from './clock-rules.ts';
import { isLeaving, outboundRank } from './journey-case.ts';

/** What comes later than this was made up for, and says nothing of when things are usually heard. */
const heardWithinMs = 24 * hourMs;
/** Of less it is not asked whether anybody listened. */
const shortestLateMs = 2 * minuteMs;

/** A stay at a site, from the first scan there to the one that says it left. */
export interface SiteStay {
  readonly siteId: string;
  readonly from: number;
  /** When it left; undefined while no scan says so. */
  readonly to: number | undefined;
  /** The scan that says so. */
  readonly left: ScanFact | undefined;
}

/** How long it took at a place, and how much later the end of it was heard, in milliseconds. */
export type Taken = readonly [place: string, ms: number, lateMs?: number];

/** What the journeys of one order teach. */
export interface Lesson {
  readonly gaps: readonly Taken[];
  readonly dwells: readonly Taken[];
}

/** By how much the clock of a scan's device may have been off, the likeliest first. */
export type ClockOffsets = (scan: ClockedScan) => readonly number[];

/** What is asked of scans that teach. */
export interface Hearing {
  readonly clockOffsets: ClockOffsets;
  /** For how long of a time nobody listened, in milliseconds: what came afterwards did not come late. */
  readonly deafMs: (from: number, to: number) => number;
}

/**
 * What journeys that ended at an instant teach; what was scanned later is left out. Where nobody knows whether a clock
 * was right, nobody knows how long it took.
 */
export function lessonOf(journeys: ReadonlyMap<string, Journey>, ended: number, hearing: Hearing): Lesson {
  const lessons = [...journeys.values()].map((journey) => ofOne(journey, ended, hearing));
  return {
    gaps: lessons.flatMap(({ gaps }) => gaps),
    dwells: lessons.flatMap(({ dwells }) => dwells),
  };
}

function ofOne(said: Journey, ended: number, { clockOffsets, deafMs }: Hearing): Lesson {
  const { journey, unsure } = putRight(said, clockOffsets);
  const moves = journey.events.filter(({ scan, state }) => state !== undefined && scan.eventTime <= ended);
  const gaps = moves.slice(0, -1).flatMap(({ scan }, index): Taken[] => {
    const next = moves[index + 1]!.scan;
    if (unsure.has(scan.scanKey) || unsure.has(next.scanKey) || isBackwards(scan, next)) return [];
    return [[placeOfGap(scan), next.eventTime - scan.eventTime, lateMsOf(next, deafMs)]];
  });
  const stays = unsure.size > 0 ? [] : staysAtSites({ events: moves });
  const dwells = stays.flatMap(({ siteId, from, to, left }): Taken[] =>
    to === undefined || left === undefined ? [] : [[siteId, to - from, lateMsOf(left, deafMs)]],
  );
  return { gaps, dwells };
}

/** The same journey with the times that clocks which are right would have said, and the scans of which that is unsure. */
function putRight(
  journey: Journey,
  clockOffsets: ClockOffsets,
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

/** How much later a scan was heard of: a device that reports in the evening leaves everybody waiting until then. */
function lateMsOf({ eventTime, recordTime }: ScanFact, deafMs: Hearing['deafMs']): number {
  if (recordTime - eventTime < shortestLateMs) return Math.max(0, recordTime - eventTime);
  const lateMs = Math.max(0, recordTime - eventTime - deafMs(eventTime, recordTime));
  return lateMs <= heardWithinMs ? lateMs : 0;
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
export function staysAtSites({ events }: Pick<Journey, 'events'>): SiteStay[] {
  const stays: { siteId: string; from: number; to: number | undefined; left: ScanFact | undefined }[] = [];
  let open: (typeof stays)[number] | undefined;
  for (const { scan, state } of events) {
    if (state === undefined) continue;
    const { siteId, eventTime, outcome } = scan;
    const leaves = outcome !== undefined || isLeaving(scan) || scan.bizStep === 'loading';
    if (open !== undefined && (leaves || (siteId !== undefined && siteId !== open.siteId))) {
      open.to = eventTime;
      open.left = scan;
      open = undefined;
    }
    if (open === undefined && !leaves && siteId !== undefined) {
      open = { siteId, from: eventTime, to: undefined, left: undefined };
      stays.push(open);
    }
  }
  return stays;
}
