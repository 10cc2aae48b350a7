import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  clockToleranceMs,
  gapM,
  inboundRank,
  isLeaving,
  seenAt,
  siteOfScan,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

export const twoPlacesAtOnce = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'two-places-at-once',
  title: 'At two sites at the same time',
  audience: 'dispatch',
  severity: 'high',
  params: z.strictObject({}),
  evaluate(given) {
    const placed = given.seen.filter((each) => each.own && each.moves && siteOfScan(each) !== undefined);
    const found: Span<MismatchDetail>[] = [];
    let from = 0;
    for (let index = 2; index < placed.length; index += 1) {
      const stay = overlapEndingAt(placed, index, from, given);
      if (stay === undefined) continue;
      found.push({
        start: stay.first.time,
        end: placed[index]!.time,
        detail: detailOf(stay, placed[index]!),
      });
      from = index;
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'seen elsewhere in the middle of a stay',
      given: caseOf([
        seenAt(1, 'receiving', 'A'),
        seenAt(200, 'receiving', 'B'),
        seenAt(400, 'picking', 'A'),
      ]),
      expect: [[minuteMs, 400 * minuteMs]],
    },
    {
      name: 'left, went there and came back',
      given: caseOf([
        seenAt(1, 'receiving', 'A'),
        seenAt(30, 'departing', 'A'),
        seenAt(200, 'receiving', 'B'),
        seenAt(400, 'receiving', 'A'),
      ]),
      expect: [],
    },
    {
      name: 'left without a scan and came back in',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(200, 'receiving', 'B'), seenAt(400, 'arriving', 'A')]),
      expect: [],
    },
    {
      name: 'two names of one yard',
      given: caseOf([seenAt(1, 'receiving', 'A'), seenAt(2, 'storing', 'A2'), seenAt(40, 'picking', 'A')], {
        sites: new Map([
          ['A', { lat: 45, lon: 5, name: 'A', radiusM: 300 }],
          ['A2', { lat: 45.001, lon: 5, name: 'A, hall 2', radiusM: 300 }],
        ]),
      }),
      expect: [],
    },
    {
      name: 'from one to the next',
      given: caseOf([seenAt(1, 'packing', 'A'), seenAt(200, 'receiving', 'B'), seenAt(300, 'loading', 'B')]),
      expect: [],
    },
  ],
});

interface Overlap {
  readonly first: SeenScan;
  readonly elsewhere: readonly SeenScan[];
}

/** A stay that this scan shows to have gone on while the thing was seen at another site. */
function overlapEndingAt(
  placed: readonly SeenScan[],
  index: number,
  from: number,
  given: JourneyCase,
): Overlap | undefined {
  const last = placed[index]!;
  // What comes in again had been away.
  if (inboundRank(last.scan.bizStep) !== -1 && last.scan.bizStep !== 'storing') return undefined;
  const elsewhere: SeenScan[] = [];
  for (let at = index - 1; at >= from; at -= 1) {
    const each = placed[at]!;
    if (each.scan.siteId === last.scan.siteId) {
      if (elsewhere.length === 0 || isLeaving(each.scan)) return undefined;
      return { first: each, elsewhere };
    }
    if (!isApart(each, last, given)) return undefined;
    elsewhere.unshift(each);
  }
  return undefined;
}

function isApart(a: SeenScan, b: SeenScan, { sites }: JourneyCase): boolean {
  const [one, other] = [sites.get(a.scan.siteId ?? ''), sites.get(b.scan.siteId ?? '')];
  const isClock = a.scan.deviceId !== b.scan.deviceId && b.time - a.time <= clockToleranceMs;
  return !isClock && one !== undefined && other !== undefined && gapM(one, other) > 0;
}

function detailOf({ first, elsewhere }: Overlap, last: SeenScan): MismatchDetail {
  const there = elsewhere[0]!;
  return {
    text: `was at ${first.scan.siteId} and at ${there.scan.siteId} at the same time.`,
    sides: [
      { title: `At ${first.scan.siteId}`, claims: [scanClaim(first), scanClaim(last)] },
      { title: `At ${there.scan.siteId}`, claims: elsewhere.map(scanClaim) },
    ],
    cause: 'Two parcels carry the same label, or another parcel was scanned for this one.',
    fixes: [
      ...elsewhere.map((each) => undoScan(each, 'It was not there at that time.')),
      undoScan(last, 'It was not there any more.'),
    ],
  };
}
