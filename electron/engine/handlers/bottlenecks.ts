import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { dayMs, toIso } from '#shared/domain/time.ts';

import { compact } from '../live/rows.ts';
import { bottlenecksOf, passingsOf, type Side } from '../planning/bottlenecks.ts';
import type { EngineParts } from './engine-parts.ts';

/** The newest so many orders are looked at, so that asking never holds up what comes in. */
const mostOrders = 20_000;

export function bottleneckHandlers({ store, clock }: Pick<EngineParts, 'store' | 'clock'>) {
  return {
    'bottlenecks.list': ({
      days,
      usualDays,
    }: ParamsOut<'bottlenecks.list'>): ResultOf<'bottlenecks.list'> => {
      const now = clock.now();
      const from = now - (days + usualDays) * dayMs;
      const found = bottlenecksOf({
        passings: passingsOf(store.lanes.touchesSince(from, mostOrders)),
        waiting: store.orders.waitingAtSites(),
        now,
        recentMs: days * dayMs,
        usualMs: usualDays * dayMs,
      });
      return {
        from: toIso(from),
        to: toIso(now),
        items: found.map(({ recent, usual, score, trendMinutesPerDay, days: each, ...rest }) =>
          compact({
            ...rest,
            recent: sideView(recent),
            usual: sideView(usual),
            score: tenth(score),
            trendMinutesPerDay: trendMinutesPerDay === undefined ? undefined : tenth(trendMinutesPerDay),
            days: each.map(({ day, n, medianMinutes }) => ({
              day: toIso(day),
              n,
              medianMinutes: tenth(medianMinutes),
            })),
          }),
        ),
      };
    },
  };
}

function sideView({ n, medianMinutes, lateShare }: Side) {
  return { n, medianMinutes: tenth(medianMinutes), lateShare };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
