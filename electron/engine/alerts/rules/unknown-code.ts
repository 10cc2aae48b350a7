import { z } from 'zod';

import { defineRule } from '../rule.ts';

/** What is known of one scanned code. */
export interface CodeInput {
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

const scan = { time: 5, recordTime: 6, siteId: 'A' };

export const unknownCode = defineRule<CodeInput, CodeDetail, z.ZodObject>({
  id: 'unknown-code',
  title: 'A scanned code that nobody knows',
  audience: 'dispatch',
  severity: 'medium',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate({ scans, orderTime, isContainer }) {
    const unknown = scans
      .filter(({ recordTime }) => orderTime === undefined || recordTime < orderTime)
      .toSorted((a, b) => a.time - b.time);
    const first = unknown[0];
    if (isContainer || first === undefined) return [];
    const end = orderTime === undefined ? undefined : Math.max(orderTime, first.time);
    return [{ start: first.time, end, detail: { siteId: first.siteId, scans: unknown.length } }];
  },
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
      given: { scans: [scan], orderTime: undefined, isContainer: false },
      expect: [[5, undefined]],
    },
    {
      name: 'the first scan counts, whichever came first',
      given: { scans: [{ ...scan, time: 9 }, scan], orderTime: undefined, isContainer: false },
      expect: [[5, undefined]],
    },
    {
      name: 'a pallet is known by what is put on it',
      given: { scans: [scan], orderTime: undefined, isContainer: true },
      expect: [],
    },
    {
      name: 'its order is posted afterwards',
      given: { scans: [scan], orderTime: 50, isContainer: false },
      expect: [[5, 50]],
    },
    {
      name: 'its order was there when the scan came in',
      given: { scans: [scan], orderTime: 6, isContainer: false },
      expect: [],
    },
  ],
});
