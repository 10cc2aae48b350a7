import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { scanClaim, undoScan } from '../claims.ts';
import {
  caseOf,
  clockToleranceMs,
  seenAt,
  type JourneyCase,
  type MismatchDetail,
  type SeenScan,
} from '../journey-case.ts';
import { defineRule } from '../rule.ts';

const handedOver = (minutes: number) => seenAt(minutes, undefined, 'A', { outcome: 'delivered' });

export const scanAfterDelivery = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'scan-after-delivery',
  title: 'Scanned after it was delivered',
  audience: 'customer-care',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate({ seen }) {
    const own = seen.filter((each) => each.own);
    const delivered = own.findIndex(({ scan }) => scan.outcome === 'delivered');
    if (delivered === -1) return [];
    const from = own[delivered]!;
    const after: SeenScan[] = [];
    for (const each of own.slice(delivered + 1)) {
      if (isReturn(each)) break;
      if (each.scan.outcome === 'delivered' || each.scan.portal === true) continue;
      const tolerance = each.scan.deviceId === from.scan.deviceId ? 0 : clockToleranceMs;
      if (each.time - from.time > tolerance) after.push(each);
    }
    const [first] = after;
    if (first === undefined) return [];
    return [{ start: first.time, end: after.at(-1)!.time, detail: detailOf(from, after) }];
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'at a site again',
      given: caseOf([handedOver(1), seenAt(200, 'receiving', 'A')]),
      expect: [[200 * minuteMs, 200 * minuteMs]],
    },
    {
      name: 'all that follows is one thing',
      given: caseOf([handedOver(1), seenAt(200, 'receiving', 'A'), seenAt(300, 'storing', 'A')]),
      expect: [[200 * minuteMs, 300 * minuteMs]],
    },
    {
      name: 'returned',
      given: caseOf([
        handedOver(1),
        seenAt(200, 'receiving', 'A', { outcome: 'returned' }),
        seenAt(210, 'storing', 'A'),
      ]),
      expect: [],
    },
    {
      name: 'collected for its return',
      given: caseOf([handedOver(1), seenAt(200, 'collecting', 'A'), seenAt(210, 'receiving', 'A')]),
      expect: [],
    },
    { name: 'delivered', given: caseOf([seenAt(1, 'transporting', 'A'), handedOver(90)]), expect: [] },
  ],
});

function isReturn({ scan }: SeenScan): boolean {
  if (scan.outcome === 'returned' || scan.outcome === 'refused') return true;
  return scan.bizStep === 'collecting' || /return|retour/i.test(scan.readPoint ?? '');
}

function detailOf(delivered: SeenScan, after: readonly SeenScan[]): MismatchDetail {
  return {
    text: `was scanned ${after.length === 1 ? '' : `${after.length} times `}after it was delivered.`,
    sides: [
      { title: 'Delivered', claims: [scanClaim(delivered)] },
      { title: 'Seen afterwards', claims: after.map(scanClaim) },
    ],
    cause: '"Delivered" was tapped for the wrong parcel, or another parcel was scanned for this one.',
    fixes: [
      undoScan(delivered, 'It was not delivered: it was seen afterwards.'),
      ...after.map((each) => undoScan(each, 'Another parcel was scanned.')),
    ],
  };
}
