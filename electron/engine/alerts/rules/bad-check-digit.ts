import { z } from 'zod';

import { hasBadCheckDigit } from '#shared/domain/identifiers/identify.ts';

import { defineRule } from '../rule.ts';
import type { CodeDetail, CodeInput } from './unknown-code.ts';
import { unknownSpans } from './unknown-code.ts';

const scan = { time: 5, recordTime: 6, siteId: 'A' };
const misread = '(00)106141412345678907';

export const badCheckDigit = defineRule<CodeInput, CodeDetail, z.ZodObject>({
  id: 'bad-check-digit',
  title: 'A scanned code that must be misread',
  audience: 'dispatch',
  severity: 'medium',
  endsByDecision: true,
  params: z.strictObject({}),
  evaluate: (input) => (hasBadCheckDigit(input.code) ? unknownSpans(input) : []),
  message: ({ detail: { siteId, scans }, end }, name) => {
    const where = siteId === undefined ? '' : ` at ${siteId}`;
    const often = scans === 1 ? '' : `, ${scans} times so far`;
    return end === undefined
      ? `${name} was scanned${where}${often}; its check digit is wrong and nobody knows it. Read the label again.`
      : `${name} was scanned${where} with a wrong check digit before its order was posted.`;
  },
  scenarios: [
    {
      name: 'scanned with a wrong check digit',
      given: { code: misread, scans: [scan], orderTime: undefined, isContainer: false },
      expect: [[5, undefined]],
    },
    {
      name: 'the first scan counts, whichever came first',
      given: { code: misread, scans: [{ ...scan, time: 9 }, scan], orderTime: undefined, isContainer: false },
      expect: [[5, undefined]],
    },
    {
      name: 'the check digit is right',
      given: { code: '106141412345678908', scans: [scan], orderTime: undefined, isContainer: false },
      expect: [],
    },
    {
      name: 'there is no check digit',
      given: { code: 'NOBODY-KNOWS', scans: [scan], orderTime: undefined, isContainer: false },
      expect: [],
    },
    {
      name: 'somebody uses such a number nevertheless',
      given: { code: misread, scans: [scan], orderTime: 6, isContainer: false },
      expect: [],
    },
    {
      name: 'its order is posted afterwards',
      given: { code: misread, scans: [scan], orderTime: 50, isContainer: false },
      expect: [[5, 50]],
    },
  ],
});
