import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { StoredFact } from '../ingest/settle.ts';
import type { ScanRecord } from '../store/fact-queries.ts';
import type { Store } from '../store/store.ts';
import type { VerdictRow } from '../store/tracking.ts';
import type { PostedOrder } from './believe.ts';
import { heldWords, holdsOn } from './holding.ts';
import { byEventTime, journeyOf, staysAt, type Journey, type ScanFact } from './journey.ts';
import type { Containment } from './containment.ts';
import type { LiveWorld } from './live-world.ts';
import { readPosted } from './posted.ts';
import { codesByParcel, scanFact } from './scan-facts.ts';
import { judgeScan } from './verdict.ts';

/** A scan older than this at its receipt is judged but not answered: nobody is waiting any more. */
const answerWithinMs = 300_000;

/** Tells the person with the scanner what each code is, and anybody later what is believed of it now. */
export interface Judge {
  /** Judges a new scan and puts the answer into the outbox. Only inside the transaction that stored it. */
  answer(fact: StoredFact, scan: ScanFact): void;
  /** The verdicts on a stored scan as now believed: as given, unless later news may say otherwise. */
  believed(record: ScanRecord): readonly VerdictRow[];
}

interface Known {
  readonly order: PostedOrder | undefined;
  /** Every code of what was scanned. */
  readonly codes: readonly string[];
  /** Codes whose holds hold it: its own, its order's, for an order those of its parcels. */
  readonly holdable: readonly string[];
}

export function createJudge(store: Store, world: LiveWorld, containment: Containment): Judge {
  function know(code: string): Known {
    const [found] = store.orders.byCode(code);
    const stored = found && store.orders.byKey(found.orderKey);
    if (found === undefined || stored === undefined)
      return { order: undefined, codes: [code], holdable: [code] };
    const order = readPosted(stored);
    const parcels = codesByParcel(order);
    const codes = parcels.get(found.parcelId) ?? [canonicalCode(order.orderNumber)];
    return { order, codes, holdable: found.parcelId === '' ? [...parcels.values()].flat() : codes };
  }

  /** What is known without being a parcel of an order: what parcels are in, and what comes back. */
  function isContainer(code: string): boolean {
    return (
      world.vehicle(code) !== undefined ||
      store.tracking.isContainer(code) ||
      store.returns.orderOf(code) !== undefined
    );
  }

  function judge(text: string, scan: ScanFact, isBefore: (other: ScanFact) => boolean): VerdictRow {
    const code = canonicalCode(text);
    const known = know(code);
    const earlier = (each: string): ScanFact[] => containment.scansOf(each).filter(isBefore);
    const before = journeyOf(known.codes, earlier, scan.eventTime);
    const judged = judgeScan({
      code: text,
      scan,
      order: known.order,
      isContainer: known.order === undefined && isContainer(code),
      held: heldOf(text, scan, known, before),
      before,
    });
    return { code: text, ...judged };
  }

  /** Why it may not move: a hold on it or on what it is in. One placed while an answer was awaited counts. */
  function heldOf(text: string, scan: ScanFact, known: Known, before: Journey): string | undefined {
    const isAwaited = scan.recordTime - scan.eventTime <= answerWithinMs;
    const around = staysAt(before, scan.eventTime).map(({ on }) => on);
    const instants = isAwaited ? [scan.eventTime, scan.recordTime] : [scan.eventTime];
    const [hold] = holdsOn(store.holds, [...known.holdable, ...around], instants);
    return hold && heldWords(hold, text);
  }

  return {
    answer(fact, scan) {
      const { observation, scanKey } = fact;
      if (observation.kind !== 'scan' || scanKey === undefined) return;
      const later = new Set<number>();
      const isBefore = (other: ScanFact): boolean => {
        if (other.scanKey < scanKey && byEventTime(other, scan) > 0) later.add(other.scanKey);
        return other.scanKey < scanKey;
      };
      const verdicts = observation.codes.map((code) => judge(code, scan, isBefore));
      // They were judged without it.
      if (later.size > 0) store.tracking.reviseVerdicts(later);
      const isAnswered =
        fact.live &&
        fact.topic.startsWith('waymark/v1/') &&
        fact.recordTime - fact.eventTime <= answerWithinMs;
      store.tracking.putVerdicts(scanKey, verdicts, isAnswered);
      if (!isAnswered) return;
      const { boot, seq } = observation;
      store.tracking.enqueue(
        fact.topic.replace(/\/[^/]+$/, '/verdict'),
        JSON.stringify({ time: toIso(fact.eventTime), boot, seq, results: verdicts }),
        false,
      );
    },
    believed(record) {
      const told = store.tracking.verdictsOf(record.scan_key);
      if (!told.some(({ revised }) => revised)) return told;
      const current = store.corrections.believed(record);
      if (current === undefined) return told;
      const scan = scanFact(store, current);
      return (JSON.parse(current.codes) as string[]).map((code) =>
        judge(code, scan, (other) => byEventTime(other, scan) < 0),
      );
    },
  };
}
