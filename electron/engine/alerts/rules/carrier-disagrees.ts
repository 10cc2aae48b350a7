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
      const agreed = carrier.find(
        (later) => later.time > word.time && later.time >= against.time && later.state === stateOf(against),
      );
      const start = Math.max(word.time, against.time);
      found.push({
        start,
        end: agreed === undefined ? undefined : Math.max(start, agreed.time),
        detail: detailOf(word, against),
      });
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
    if (ended !== undefined)
      return Math.abs(ended.time - word.time) > Math.max(tolerance, 12 * hourMs) ? ended : undefined;
    return own.find((each) => each.time > word.time + tolerance && stateOf(each) !== 'returned');
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
