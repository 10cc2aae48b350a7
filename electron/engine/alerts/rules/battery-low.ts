import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { defineRule, type Span } from '../rule.ts';

/** What a device said of its battery, in percent, by time. */
export interface BatteryInput {
  readonly samples: readonly { readonly time: number; readonly pct: number }[];
}

export interface BatteryDetail {
  readonly lowestPct: number;
}

/** A battery at less than this may be low soon, or again. */
export const batteryClearPct = 20;

const params = z.strictObject({
  raiseBelowPct: z.number().min(0).max(100).default(15),
  clearAtPct: z.number().min(0).max(100).default(batteryClearPct),
});
const given = (...values: readonly number[]): BatteryInput => ({
  samples: values.map((pct, time) => ({ time, pct })),
});

export const batteryLow = defineRule<BatteryInput, BatteryDetail, typeof params>({
  id: 'battery-low',
  title: 'A battery that is nearly empty',
  audience: 'technician',
  severity: 'low',
  params,
  evaluate({ samples }, { raiseBelowPct, clearAtPct }) {
    const found: Span<BatteryDetail>[] = [];
    let open: { start: number; lowestPct: number } | undefined;
    for (const { time, pct } of samples) {
      if (open !== undefined && pct >= clearAtPct) {
        found.push({ start: open.start, end: time, detail: { lowestPct: open.lowestPct } });
        open = undefined;
      } else if (open !== undefined) open.lowestPct = Math.min(open.lowestPct, pct);
      else if (pct < raiseBelowPct) open = { start: time, lowestPct: pct };
    }
    return open === undefined
      ? found
      : [...found, { start: open.start, end: undefined, detail: { lowestPct: open.lowestPct } }];
  },
  message: ({ start, end, detail: { lowestPct } }, name) =>
    end === undefined
      ? `The battery of ${name} is down to ${Math.round(lowestPct)} % since ${toIso(start)}.`
      : `The battery of ${name} was down to ${Math.round(lowestPct)} %, and was charged or changed.`,
  scenarios: [
    { name: 'nearly empty', given: given(40, 14), expect: [[1, undefined]] },
    { name: 'empty is a value', given: given(0), expect: [[0, undefined]] },
    { name: 'at the limit', given: given(40, 15), expect: [] },
    { name: 'a little better is still low', given: given(14, 18, 14), expect: [[0, undefined]] },
    { name: 'charged', given: given(14, 18, 20, 80), expect: [[0, 2]] },
    { name: 'nothing said', given: given(), expect: [] },
  ],
});
