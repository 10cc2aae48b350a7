import { z } from 'zod';

import { hourMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { defineRule, type Span } from '../rule.ts';

/** A fact that came more than two minutes after it happened. */
export interface LateFact {
  readonly time: number;
  readonly recordTime: number;
}

export interface LateSyncInput {
  readonly facts: readonly LateFact[];
  readonly now: number;
}

export interface LateSyncDetail {
  readonly times: number;
  readonly facts: number;
  readonly lastTime: number;
}

const params = z.strictObject({
  /** So often within so many hours is a habit. */
  times: z.number().int().min(2).default(2),
  withinHours: z.number().positive().default(24),
  /** Fewer facts at a time are a hiccup. */
  facts: z.number().int().min(1).default(3),
});
/** What arrives within this time was handed over together. */
const togetherMs = 10 * minuteMs;

interface Delivery {
  readonly from: number;
  readonly at: number;
  readonly last: number;
  readonly facts: number;
}

/** Facts kept for an hour and handed over within a moment. */
const held = (hour: number, count = 3): LateFact[] =>
  Array.from({ length: count }, (_, index) => ({
    time: hour * hourMs + index * 10 * minuteMs,
    recordTime: (hour + 1) * hourMs,
  }));

export const lateSync = defineRule<LateSyncInput, LateSyncDetail, typeof params>({
  id: 'late-sync',
  title: 'Facts that come late again and again',
  audience: 'technician',
  severity: 'low',
  // Older deliveries are forgotten while it goes on.
  keepsStart: true,
  params,
  evaluate({ facts, now }, { times, withinHours, facts: least }) {
    const withinMs = withinHours * hourMs;
    const chains: Delivery[][] = [];
    for (const delivery of deliveriesOf(facts).filter((each) => each.facts >= least)) {
      const chain = chains.at(-1);
      const before = chain?.at(-1);
      if (chain !== undefined && before !== undefined && delivery.at - before.last <= withinMs)
        chain.push(delivery);
      else chains.push([delivery]);
    }
    return chains.flatMap((chain): Span<LateSyncDetail>[] => {
      const last = chain.at(-1)!;
      if (chain.length < times) return [];
      const end = last.last + withinMs;
      const count = chain.reduce((sum, each) => sum + each.facts, 0);
      return [
        {
          start: Math.min(...chain.map(({ from }) => from)),
          end: end <= now ? end : undefined,
          detail: { times: chain.length, facts: count, lastTime: last.last },
        },
      ];
    });
  },
  message: ({ end, detail: { times, facts, lastTime } }, name) => {
    const often = `${facts} facts of ${name} came late, in ${times} deliveries`;
    return end === undefined
      ? `${often}, the last at ${toIso(lastTime)}: it is often without a connection.`
      : `${often}; since ${toIso(lastTime)} they come in time.`;
  },
  scenarios: [
    {
      name: 'twice a day',
      given: { facts: [...held(1), ...held(6)], now: 8 * hourMs },
      expect: [[hourMs, undefined]],
    },
    { name: 'once is no habit', given: { facts: held(1), now: 8 * hourMs }, expect: [] },
    {
      name: 'single facts are hiccups',
      given: { facts: [...held(1, 2), ...held(6, 2)], now: 8 * hourMs },
      expect: [],
    },
    {
      name: 'two days apart is no habit',
      given: { facts: [...held(1), ...held(49)], now: 50 * hourMs },
      expect: [],
    },
    {
      name: 'not any more',
      given: { facts: [...held(1), ...held(6)], now: 60 * hourMs },
      expect: [[hourMs, 31 * hourMs]],
    },
    {
      name: 'a clock that is slow delivers as things happen',
      given: {
        facts: Array.from({ length: 60 }, (_, index) => ({
          time: index * 20 * minuteMs,
          recordTime: index * 20 * minuteMs + 15 * minuteMs,
        })),
        now: 22 * hourMs,
      },
      expect: [],
    },
  ],
});

/** What was kept and handed over at once: it arrived in less time than it took to happen. */
function deliveriesOf(facts: readonly LateFact[]): Delivery[] {
  const groups: LateFact[][] = [];
  for (const fact of facts.toSorted((a, b) => a.recordTime - b.recordTime || a.time - b.time)) {
    const last = groups.at(-1);
    if (last !== undefined && fact.recordTime - last.at(-1)!.recordTime <= togetherMs) last.push(fact);
    else groups.push([fact]);
  }
  return groups.flatMap((group) => {
    const times = group.map(({ time }) => time);
    const [from, to] = [Math.min(...times), Math.max(...times)];
    const [at, last] = [group[0]!.recordTime, group.at(-1)!.recordTime];
    return to - from > 2 * (last - at) ? [{ from, at, last, facts: group.length }] : [];
  });
}
