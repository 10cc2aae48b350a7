import { z } from 'zod';

import { hasBadCheckDigit } from '#shared/domain/identifiers/identify.ts';

import { defineRule, type Span } from '../rule.ts';

/** What is known of one scanned code. */
export interface CodeInput {
  readonly code: string;
  /** Its scans by people; RFID portals read strangers' tags all day. */
  readonly scans: readonly {
    readonly time: number;
    readonly recordTime: number;
    readonly siteId: string | undefined;
  }[];
  /** When an order with it was first posted. */
  readonly orderTime: number | undefined;
  /** It is a pallet, a cage or a vehicle. */
  readonly isContainer: boolean;
}

export interface CodeDetail {
  readonly siteId: string | undefined;
  readonly scans: number;
}

/** From the first scan of a code that no order had when it came in, until one has it. */
export function unknownSpans({ scans, orderTime, isContainer }: CodeInput): Span<CodeDetail>[] {
  const unknown = scans
    .filter(({ recordTime }) => orderTime === undefined || recordTime < orderTime)
    .toSorted((a, b) => a.time - b.time);
  const first = unknown[0];
  if (isContainer || first === undefined) return [];
  const end = orderTime === undefined ? undefined : Math.max(orderTime, first.time);
  return [{ start: first.time, end, detail: { siteId: first.siteId, scans: unknown.length } }];
}

const scan = { time: 5, recordTime: 6, siteId: 'A' };

export const unknownCode = defineRule<CodeInput, CodeDetail, z.ZodObject>({
  id: 'unknown-code',
  title: 'A scanned code that nobody knows',
  audience: 'dispatch',
  severity: 'medium',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate: (input) => (hasBadCheckDigit(input.code) ? [] : unknownSpans(input)),
  message: ({ detail: { siteId, scans }, end }, name) => {
    const where = siteId === undefined ? '' : ` at ${siteId}`;
    const often = scans === 1 ? '' : `, ${scans} times so far`;
    return end === undefined
      ? `${name} was scanned${where}${often} and nobody knows it.`
      : `${name} was scanned${where} before its order was posted.`;
  },
  scenarios: [
    {
      name: 'scanned and unknown',
      given: { code: 'NOBODY-KNOWS', scans: [scan], orderTime: undefined, isContainer: false },
      expect: [[5, undefined]],
    },
    {
      name: 'the first scan counts, whichever came first',
      given: {
        code: 'NOBODY-KNOWS',
        scans: [{ ...scan, time: 9 }, scan],
        orderTime: undefined,
        isContainer: false,
      },
      expect: [[5, undefined]],
    },
    {
      name: 'a pallet is known by what is put on it',
      given: { code: 'NOBODY-KNOWS', scans: [scan], orderTime: undefined, isContainer: true },
      expect: [],
    },
    {
      name: 'its order is posted afterwards',
      given: { code: 'NOBODY-KNOWS', scans: [scan], orderTime: 50, isContainer: false },
      expect: [[5, 50]],
    },
    {
      name: 'its order was there when the scan came in',
      given: { code: 'NOBODY-KNOWS', scans: [scan], orderTime: 6, isContainer: false },
      expect: [],
    },
    {
      name: 'misread is another alert',
      given: { code: '106141412345678907', scans: [scan], orderTime: undefined, isContainer: false },
      expect: [],
    },
  ],
});
