import { z } from 'zod';

import { minuteMs } from '#shared/domain/time.ts';

import { amendScan, orderClaim, scanClaim } from '../claims.ts';
import { caseOf, seenAt, type JourneyCase, type MismatchDetail, type SeenScan } from '../journey-case.ts';
import { defineRule, type Span } from '../rule.ts';

const counted = (minutes: number, quantity: number) => seenAt(minutes, 'receiving', 'A', { quantity });

export const quantityMismatch = defineRule<JourneyCase, MismatchDetail, z.ZodObject>({
  id: 'quantity-mismatch',
  title: 'Counted other than ordered',
  audience: 'dispatch',
  severity: 'medium',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate(given) {
    const found: Span<MismatchDetail>[] = [];
    for (const each of given.seen) {
      const { quantity } = each.scan;
      if (quantity === undefined || given.quantity === undefined || !each.own || each.scan.codes.length !== 1)
        continue;
      const open = found.at(-1)?.end === undefined ? found.at(-1) : undefined;
      if (quantity === given.quantity) {
        if (open !== undefined) found[found.length - 1] = { ...open, end: each.time };
      } else if (open === undefined)
        found.push({
          start: each.time,
          end: undefined,
          detail: detailOf(each, quantity, given.quantity, given),
        });
    }
    return found;
  },
  message: ({ detail }, name) => `${name} ${detail.text}`,
  scenarios: [
    {
      name: 'one is missing',
      given: caseOf([counted(5, 2)], { quantity: 3 }),
      expect: [[5 * minuteMs, undefined]],
    },
    {
      name: 'one too many',
      given: caseOf([counted(5, 4)], { quantity: 3 }),
      expect: [[5 * minuteMs, undefined]],
    },
    {
      name: 'none at all',
      given: caseOf([counted(5, 0)], { quantity: 3 }),
      expect: [[5 * minuteMs, undefined]],
    },
    {
      name: 'counted again and right',
      given: caseOf([counted(5, 2), counted(9, 3)], { quantity: 3 }),
      expect: [[5 * minuteMs, 9 * minuteMs]],
    },
    { name: 'as ordered', given: caseOf([counted(5, 3)], { quantity: 3 }), expect: [] },
    { name: 'nobody said how many', given: caseOf([counted(5, 3)]), expect: [] },
  ],
});

function detailOf(seen: SeenScan, found: number, wanted: number, given: JourneyCase): MismatchDetail {
  return {
    text: `was counted at ${found} where ${wanted} ${wanted === 1 ? 'is' : 'are'} expected.`,
    sides: [
      { title: 'Ordered', claims: [orderClaim(given, seen.time, `${wanted} ordered`)] },
      {
        title: 'Counted',
        claims: [{ ...scanClaim(seen), text: `${scanClaim(seen).text}: ${found} counted` }],
      },
    ],
    cause:
      found < wanted
        ? 'Something was left behind or taken out, or it was counted wrongly.'
        : 'Something that belongs elsewhere was packed with it, or it was counted wrongly.',
    fixes: [amendScan(seen, `Counted wrongly: ${wanted}`, `It was counted again: ${wanted}.`)],
  };
}
