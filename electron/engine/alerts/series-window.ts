import { cadenceSamples } from '#shared/domain/cadence.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { Store } from '../store/store.ts';
import type { AlertBook, AlertTopic } from './book.ts';
import { nextPoint, normal, release, step, type Excursion, type Phase, type Point } from './excursions.ts';
import { applies, type GovernedLimit } from './governance.ts';
import { isBeyond, type Limit } from './limits.ts';
import { rhythmOf, type Rhythm } from './rhythm.ts';
import { byInstant, expectedMs, worstOf } from './series-readings.ts';
import { isFault } from './rules/sensor-fault.ts';
import { topicOf, type ChannelOf } from './series-telling.ts';
import type { SeriesWatch } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
/** No limit is broken for longer than this without an alarm. */
const longestPendingMs = 31 * dayMs;
/** Readings looked at in one step backwards. */
const runChunk = 64;

/** One limit on its way through the readings of a window. */
export interface Replay {
  readonly governed: GovernedLimit;
  readonly topic: AlertTopic;
  /** Before this it stood in no excursion. */
  readonly from: number;
  phase: Phase;
  readonly ended: Excursion[];
}

export interface Window {
  readonly replays: readonly Replay[];
  /** Where nothing can differ any more from what was known; the end of time when the newest reading was reached. */
  readonly to: number;
  /** The rhythm at the end. */
  readonly rhythm: Rhythm;
}

interface Sources {
  readonly store: Store;
  readonly book: AlertBook;
}

/** Where a limit applies a reading takes a step; where it no longer does, an excursion is over. */
export function move(phase: Phase, point: Point, governed: GovernedLimit, ended: Excursion[]): Phase {
  return applies(governed, point.time) ? step(phase, point, governed.limit, ended) : release(phase, ended);
}

/**
 * Looks at the readings around some that came late, as far back as an excursion that a late reading may touch can
 * reach, and as far on as the change can be felt: until its rhythm is forgotten and nothing goes on.
 */
export function replayAround(
  sources: Sources,
  of: ChannelOf & { readonly watch: SeriesWatch },
  late: { readonly from: number; readonly to: number },
): Window {
  const { watch } = of;
  const replays = watch.limits.map((governed): Replay => {
    const topic = topicOf(of, governed.limit);
    return {
      governed,
      topic,
      from: startOf(sources, watch, governed, topic, late.from),
      phase: normal,
      ended: [],
    };
  });
  const start = Math.min(late.from, ...replays.map(({ from }) => from));
  const rhythm = rhythmOf(instantsBefore(sources.store, watch, start));
  const newest = sources.store.alertFacts.newestReading(watch.seriesKey) ?? late.to;
  const to = replayUntilSettled(sources, of, { replays, rhythm, start, after: late.to, newest });
  return { replays, to, rhythm };
}

/**
 * Before the start the limit stood in no excursion: it is the beginning of one that reaches to the late reading, or
 * of the run of readings beyond the limit right before it.
 */
function startOf(
  { store, book }: Sources,
  watch: SeriesWatch,
  governed: GovernedLimit,
  topic: AlertTopic,
  late: number,
): number {
  const run = runBefore(store, watch, governed, late);
  const before = store.alertFacts.readingsBefore(watch.seriesKey, run, 1)[0]?.time ?? run;
  const touching = book.touching(topic, before - clearForMs(governed.limit), late);
  return Math.min(run, ...touching.map((record) => record.start));
}

function runBefore(store: Store, watch: SeriesWatch, governed: GovernedLimit, late: number): number {
  let run = late;
  while (late - run <= longestPendingMs) {
    const chunk = store.alertFacts.readingsBefore(watch.seriesKey, run, runChunk);
    const groups = byInstant(chunk, watch);
    // Of the oldest instant of a full chunk not all readings may be there.
    const whole = chunk.length === runChunk && groups.length > 1 ? groups.slice(1) : groups;
    const other = whole.findLastIndex(
      (group) =>
        !applies(governed, group[0]!.time) || !isBeyond(governed.limit, worstOf(group, governed.limit).value),
    );
    run = whole[other + 1]?.[0]?.time ?? run;
    if (other !== -1 || chunk.length < runChunk) break;
  }
  return run;
}

/** Instants that tell the rhythm at the start of a window. */
export function instantsBefore(
  store: Store,
  { seriesKey, quantity }: Pick<SeriesWatch, 'seriesKey' | 'quantity'>,
  start: number,
): number[] {
  const readings = store.alertFacts.readingsBefore(seriesKey, start, 2 * cadenceSamples);
  const instants = readings.filter(({ value }) => !isFault(quantity, value)).map(({ time }) => time);
  return [...new Set(instants)].slice(-cadenceSamples);
}

interface Way {
  readonly replays: readonly Replay[];
  readonly rhythm: Rhythm;
  readonly start: number;
  readonly after: number;
  readonly newest: number;
}

function replayUntilSettled(
  sources: Sources,
  { device, watch }: ChannelOf & { readonly watch: SeriesWatch },
  { replays, rhythm, start, after, newest }: Way,
): number {
  let from = start;
  let until = Math.max(start, after) + 6 * hourMs;
  let instantsAfter = 0;
  for (;;) {
    for (const group of byInstant(sources.store.alertFacts.readings(watch.seriesKey, from, until), watch)) {
      const { time } = group[0]!;
      const { gap } = nextPoint(group[0]!, rhythm, expectedMs(device));
      for (const replay of replays) {
        if (time < replay.from) continue;
        const point = { ...worstOf(group, replay.governed.limit), gap };
        replay.phase = move(replay.phase, point, replay.governed, replay.ended);
      }
      if (time > after) instantsAfter += 1;
      if (instantsAfter > cadenceSamples && time < newest && isSettled(sources.book, replays, time))
        return time;
    }
    if (until >= newest) return forever;
    from = until + 1;
    until += Math.max(dayMs, until - start);
  }
}

/** Nothing goes on at this time, neither by the readings nor by what was known before. */
function isSettled(book: AlertBook, replays: readonly Replay[], time: number): boolean {
  return replays.every(
    ({ phase, topic, governed }) =>
      phase.kind === 'normal' && book.touching(topic, time - clearForMs(governed.limit), time).length === 0,
  );
}

function clearForMs(limit: Limit): number {
  return (limit.clearForS ?? 0) * 1000;
}
