import { z } from 'zod';

import { progressOf, type OrderState } from '#shared/domain/order-state.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  seenAt,
  type CarrierWord,
  type Claim,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const params = z.strictObject({
  /** Two records of one event may be this far apart. */
  toleranceMinutes: z.number().min(0).default(60),
});
const said = (minutes: number, state: OrderState): CarrierWord => ({
  time: minutes * minuteMs,
  recordTime: minutes * minuteMs,
  carrier: 'a carrier',
  id: `${minutes}`,
  state,
});

/** Records of one end may be this far apart, as long as nothing happened between them. */
const farthestRecordMs = 12 * hourMs;
/** What only one of them can be right about: the end of a journey. */
const ends: ReadonlySet<string> = new Set(['delivered', 'returned']);

export const carrierDisagrees = defineRule<JourneyCase, MismatchDetail, typeof params>({
  id: 'carrier-disagrees',
  title: 'The carrier says otherwise',
  audience: 'customer-care',
  severity: 'medium',
  params,
  evaluate({ seen, carrier }, { toleranceMinutes }) {
    const found: Span<MismatchDetail>[] = [];
    for (const word of carrier) {
      const against = contradiction(word, seen, carrier, toleranceMinutes * minuteMs);
      if (against === undefined) continue;
      const start = Math.max(word.time, against.time);
      found.push({ start, end: agreedTime(word, against, seen, carrier), detail: detailOf(word, against) });
      break;
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'delivered by the carrier, and seen in our hub afterwards',
      given: caseOf([seenAt(300, 'receiving', 'A')], { carrier: [said(10, 'delivered')] }),
      expect: [[300 * minuteMs, undefined]],
    },
    {
      name: 'delivered by the carrier, put onto a van by us, and delivered then',
      given: caseOf([seenAt(300, 'loading', 'A'), seenAt(420, undefined, 'A', { outcome: 'delivered' })], {
        carrier: [said(10, 'delivered')],
      }),
      expect: [[300 * minuteMs, 420 * minuteMs]],
    },
    {
      name: 'both say delivered, hours apart, and nothing between',
      given: caseOf([seenAt(420, undefined, 'A', { outcome: 'delivered' })], {
        carrier: [said(10, 'delivered')],
      }),
      expect: [],
    },
    {
      name: 'on its way by the carrier after we delivered it',
      given: caseOf([seenAt(10, undefined, 'A', { outcome: 'delivered' })], {
        carrier: [said(300, 'out-for-delivery')],
      }),
      expect: [[300 * minuteMs, undefined]],
    },
    {
      name: 'the carrier says nothing',
      given: caseOf([seenAt(300, undefined, 'A', { outcome: 'delivered' })]),
      expect: [],
    },
    {
      name: 'the carrier is behind and does not contradict',
      given: caseOf([seenAt(300, undefined, 'A', { outcome: 'delivered' })], {
        carrier: [said(10, 'in-transit')],
      }),
      expect: [],
    },
    {
      name: 'both say delivered',
      given: caseOf([seenAt(300, undefined, 'A', { outcome: 'delivered' })], {
        carrier: [said(310, 'delivered')],
      }),
      expect: [],
    },
  ],
});

const outcomeStates: Readonly<Record<string, OrderState>> = {
  delivered: 'delivered',
  'attempt-failed': 'attempt-failed',
  'available-for-pickup': 'available-for-pickup',
  refused: 'returning',
  returned: 'returned',
};

function stateOf({ scan }: SeenScan): string | undefined {
  return scan.outcome === undefined ? undefined : outcomeStates[scan.outcome];
}

/** When both came to say the same: the carrier what we say, or we what it says. */
function agreedTime(
  word: CarrierWord,
  against: SeenScan,
  seen: readonly SeenScan[],
  carrier: readonly CarrierWord[],
): number | undefined {
  const start = Math.max(word.time, against.time);
  const theirs = carrier.find(
    ({ time, state }) => time > word.time && time >= against.time && state === stateOf(against),
  );
  const ours = seen.find(
    (each) => each.own && each !== against && each.time >= start && stateOf(each) === word.state,
  );
  const times = [theirs, ours].flatMap((each) => (each === undefined ? [] : [Math.max(start, each.time)]));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Our own fact that cannot be true beside the carrier's. */
function contradiction(
  word: CarrierWord,
  seen: readonly SeenScan[],
  carrier: readonly CarrierWord[],
  tolerance: number,
): SeenScan | undefined {
  const own = seen.filter((each) => each.own && each.moves);
  if (ends.has(word.state)) {
    const ended = own.find((each) => stateOf(each) === word.state);
    // What is said of one end may be hours apart where nothing of ours lies between.
    const between = own.find(
      (each) =>
        each.time > word.time + tolerance &&
        each.time < (ended?.time ?? Infinity) &&
        stateOf(each) !== 'returned',
    );
    const isFar =
      ended !== undefined && Math.abs(ended.time - word.time) > Math.max(tolerance, farthestRecordMs);
    return between ?? (isFar ? ended : undefined);
  }
  const ended = own.find((each) => ends.has(stateOf(each) ?? ''));
  if (ended === undefined || word.time <= ended.time + tolerance) return undefined;
  // Returned after it was delivered is another journey; a carrier that caught up meanwhile does not disagree.
  const isReturn = progressOf[word.state as OrderState] >= progressOf.returning;
  const caughtUp = carrier.some(({ state, time }) => state === stateOf(ended) && time < word.time);
  return isReturn || caughtUp ? undefined : ended;
}

function detailOf(word: CarrierWord, against: SeenScan): MismatchDetail {
  const claim: Claim = {
    kind: 'carrier',
    id: word.id,
    time: word.time,
    recordTime: word.recordTime,
    source: word.carrier,
    text: `${word.carrier} says ${word.state.replaceAll('-', ' ')}`,
  };
  return {
    text: `is ${word.state.replaceAll('-', ' ')} by ${word.carrier}, and our own scans say otherwise.`,
    sides: [
      { title: 'The carrier', claims: [claim] },
      { title: 'Our own facts', claims: [scanClaim(against)] },
    ],
    cause: 'The carrier tapped the wrong parcel, its record came late, or another parcel was scanned here.',
    fixes: [undoScan(against, 'The carrier is right.')],
  };
}
