import {
  doubtsOfFix,
  doubtsOfValue,
  fixesAgree,
  neighbourCount,
  valuesAgree,
  type PlacedFix,
  type PlacedValue,
} from '#shared/domain/plausibility.ts';
import { packQuality, withoutFlag, type QualityFlag } from '#shared/domain/quality.ts';

import type { PlacedFact } from '../store/facts.ts';
import type { DoubtKind } from '../store/doubts.ts';
import type { Store } from '../store/store.ts';

/** A fact that is seen differently now, because of what came after or before it or of what somebody decided. */
export interface Reconsidered {
  readonly kind: DoubtKind;
  readonly deviceKey: number;
  /** The series of a reading, the device of a position. */
  readonly ref: number;
  readonly time: number;
}

export interface Judged {
  /** Doubts about the fact itself. */
  readonly doubts: readonly QualityFlag[];
  /** The types of those values of a reading that are doubted. */
  readonly doubted: readonly string[];
  readonly reconsidered: readonly Reconsidered[];
}

interface Point {
  readonly time: number;
}

interface Remembered<T extends Point> {
  readonly point: T;
  flags: number;
}

/** Enough for the facts whose neighbours change when one is added: theirs and their neighbours'. */
const enough = 2 * neighbourCount;
/** So many more are kept in memory: what overtakes others on its way is a few places late, not many. */
const remembered = 8 * neighbourCount + 1;
const nothing: Judged = { doubts: [], doubted: [], reconsidered: [] };

/**
 * Looks at each new fact beside its neighbours in event time and again at those whose neighbour it is: the doubts in
 * the end are the same whatever came first. What comes in order is judged in memory; only a late fact is asked for.
 */
export class Sanity {
  readonly #store: Store;
  readonly #fixes = new Map<number, Remembered<PlacedFix>[]>();
  readonly #values = new Map<number, Remembered<PlacedValue>[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** To be called after the fact was stored, in its transaction. */
  judge({ observation, eventTime }: PlacedFact, deviceKey: number): Judged {
    const { doubts, keys } = this.#store;
    if (observation.kind === 'position') {
      const point = {
        time: eventTime,
        lat: observation.lat,
        lon: observation.lon,
        speedMps: observation.speedMps,
        accuracyM: observation.accuracyM,
      };
      return this.#place(this.#fixes, point, {
        kind: 'position',
        ref: deviceKey,
        deviceKey,
        around: (time) => doubts.fixesAround(deviceKey, time, remembered),
        agree: fixesAgree,
        doubtsOf: doubtsOfFix,
      });
    }
    if (observation.kind !== 'reading') return nothing;
    const judged = observation.values.map(({ type, value, uom }) => {
      if (uom === null) return nothing;
      const point = { time: eventTime, value };
      const ref = keys.seriesKey(deviceKey, observation.channel ?? '', type, uom);
      // Only temperatures are told in several units; of all others the value alone says what it is.
      const alone = type !== 'Temperature';
      if (alone && valuesAgree(type, point, [])) return nothing;
      return this.#place(this.#values, point, {
        kind: 'reading',
        ref,
        deviceKey,
        around: (time) =>
          alone ? { before: [point], after: [] } : doubts.valuesAround(ref, time, remembered),
        agree: (own, others) => valuesAgree(type, own, others),
        doubtsOf: (own, others) => doubtsOfValue(type, own, others),
      });
    });
    if (judged.every((each) => each === nothing)) return nothing;
    return {
      doubts: [...new Set(judged.flatMap((each) => each.doubts))],
      doubted: observation.values.flatMap(({ type }, index) =>
        judged[index]!.doubts.length > 0 ? [type] : [],
      ),
      reconsidered: judged.flatMap((each) => each.reconsidered),
    };
  }

  /** Forgets what a failed batch, or somebody's decision, made untrue. */
  forget(): void {
    this.#fixes.clear();
    this.#values.clear();
  }

  forgetOnFailure<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  #place<T extends Point>(rings: Map<number, Remembered<T>[]>, point: T, subject: Subject<T>): Judged {
    const known = rings.get(subject.ref);
    const newest = known?.at(-1);
    const isInOrder = known !== undefined && newest !== undefined && point.time > newest.point.time;
    if (isInOrder) {
      const line = known;
      const before = line.slice(-neighbourCount);
      line.push({ point, flags: 0 });
      if (line.length > remembered) line.shift();
      const points = before.map((each) => each.point);
      if (before.every(({ flags }) => flags === 0) && subject.agree(point, points)) return nothing;
      return this.#reconsider(subject, line, point.time);
    }
    if (known !== undefined && this.#enter(known, point)) {
      const judged = this.#reconsider(subject, known, point.time);
      if (known.length > remembered) known.shift();
      return judged;
    }
    const around = subject.around(point.time);
    const line = this.#recall(subject, around);
    const judged = this.#reconsider(subject, line, point.time);
    // Only what reaches to the newest fact is what the next one is judged by.
    if (around.after.length < remembered) rings.set(subject.ref, line.slice(-remembered));
    else rings.delete(subject.ref);
    return judged;
  }

  /** Puts a fact that came late in its place, where all that matters of those before it is in memory. */
  #enter<T extends Point>(line: Remembered<T>[], point: T): boolean {
    const place = line.findLastIndex((entry) => entry.point.time < point.time) + 1;
    if (place < enough) return false;
    // Of several at one instant the first is the one that counts.
    if (line[place]?.point.time !== point.time) line.splice(place, 0, { point, flags: 0 });
    return true;
  }

  #recall<T extends Point>(
    { kind, ref }: Subject<T>,
    { before, after }: { before: readonly T[]; after: readonly T[] },
  ): Remembered<T>[] {
    const points = [...before].reverse().concat(after);
    const [from, to] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 0];
    const flags = new Map(
      this.#store.doubts
        .within({ kind, ref, from, to })
        .map((row) => [row.event_time, kind === 'reading' ? withoutFlag(row.flags, 'frozen') : row.flags]),
    );
    return points.map((point) => ({ point, flags: flags.get(point.time) ?? 0 }));
  }

  /** Judges the facts around an instant anew; what changed is written. */
  #reconsider<T extends Point>(
    { kind, ref, deviceKey, doubtsOf }: Subject<T>,
    line: readonly Remembered<T>[],
    time: number,
  ): Judged {
    const at = line.findIndex(({ point }) => point.time === time);
    const reconsidered: Reconsidered[] = [];
    let doubts: QualityFlag[] = [];
    for (
      let i = Math.max(0, at - neighbourCount);
      i <= Math.min(line.length - 1, at + neighbourCount);
      i += 1
    ) {
      const entry = line[i]!;
      const others = line
        .slice(Math.max(0, i - neighbourCount), i + neighbourCount + 1)
        .filter((other) => other !== entry)
        .map(({ point }) => point);
      const found = doubtsOf(entry.point, others);
      if (i === at) doubts = found;
      const flags = packQuality(found);
      if (flags === entry.flags) continue;
      this.#store.doubts.set(kind, ref, entry.point.time, deviceKey, flags);
      entry.flags = flags;
      if (i !== at) reconsidered.push({ kind, deviceKey, ref, time: entry.point.time });
    }
    return { doubts, doubted: [], reconsidered };
  }
}

interface Subject<T extends Point> {
  readonly kind: DoubtKind;
  readonly ref: number;
  readonly deviceKey: number;
  readonly around: (time: number) => { readonly before: readonly T[]; readonly after: readonly T[] };
  readonly agree: (point: T, others: readonly T[]) => boolean;
  readonly doubtsOf: (point: T, neighbours: readonly T[]) => QualityFlag[];
}
