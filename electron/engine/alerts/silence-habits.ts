import { dayMs } from '#shared/domain/time.ts';

import type { Store } from '../store/store.ts';
import { habitMs, patienceMs, type Pause } from './pauses.ts';
import { expectedMs } from './series-readings.ts';
import type { Question, Stretch } from './silence-question.ts';
import { pausesOf, type SilenceInput } from './silences.ts';
import type { Patience } from './watches.ts';

/** Facts of longer ago are hardly ever told of anew. */
const keptMs = 100 * dayMs;
const forever = Number.MAX_SAFE_INTEGER;

interface Habits {
  /** What tells the habits in a stretch; where they changed, also what they may make of the pauses after it. */
  readonly pauses: readonly Pause[];
  readonly isChanged: boolean;
  /** Until when silences are to be told anew. */
  readonly until: number;
}

/** Keeps the pauses of a stretch as its facts now tell them. Only inside a transaction. */
export function renewPauses(
  { pauses }: Store,
  { ref, newest }: Question,
  { from, to }: Stretch,
  heard: SilenceInput,
): Habits {
  if (heard.expectedEveryMs !== undefined) return { pauses: [], isChanged: false, until: to };
  const known = pauses.touching(ref, from - habitMs, to === forever ? to : to + habitMs);
  const earlier = known.filter(({ until }) => until <= from);
  const later = known.filter(({ last }) => last >= to);
  const before = known.filter(({ last, until }) => last >= from && until <= to);
  const found = pausesOf(heard);
  const isChanged = !isSame(before, found);
  if (isChanged) pauses.replace(ref, { from, to }, found, newest - keptMs);
  if (!isChanged) return { pauses: [...earlier, ...found], isChanged, until: to };
  return { pauses: [...earlier, ...found, ...later], isChanged, until: later.at(-1)?.until ?? to };
}

/** How long something may say nothing after its last sign of life; undefined while its rhythm is not known. */
export function patienceNow(
  { pauses }: Store,
  { device, ref, quiet }: Question,
  last: number,
): Patience | undefined {
  const expected = expectedMs(device);
  const usualMs = quiet.rhythm.silentAfterMs(expected);
  if (usualMs === undefined || last === -Infinity) return undefined;
  if (expected !== undefined) return { last, ms: usualMs };
  return {
    last,
    ms: patienceMs(usualMs, pauses.touching(ref, last - habitMs, last), last),
  };
}

function isSame(a: readonly Pause[], b: readonly Pause[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ last, until, usualMs }, index) => {
      const other = b[index]!;
      return last === other.last && until === other.until && usualMs === other.usualMs;
    })
  );
}
