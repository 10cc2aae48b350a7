import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { excursionsOf, onePerInstant, pointsOf, type Excursion, type Reading } from './excursions.ts';
import { durationText, limitText, limitsOf, valueText, type Limit } from './limits.ts';
import { isTallied, talliedExcursions } from './tally.ts';
import { defineRule, type Rule, type RuleOptions, type Span } from './rule.ts';

/** The readings of one channel and a limit they are held against. */
export interface ExcursionInput {
  readonly readings: readonly Reading[];
  readonly limit: Limit;
  /** How often readings are expected, where that is configured. */
  readonly expectedEveryMs?: number;
}

export interface ExcursionDetail {
  readonly excursion: Excursion;
  readonly limit: Limit;
}

export type ExcursionRule = Rule<ExcursionInput, ExcursionDetail>;

const noParams = z.strictObject({});

type Own = Pick<
  RuleOptions<ExcursionInput, ExcursionDetail, typeof noParams>,
  'id' | 'title' | 'scenarios'
> & { readonly word: string };

/** A rule about a quantity that leaves the limits of a profile; its parameters are the profile's. */
export function defineExcursionRule({ word, ...own }: Own): ExcursionRule {
  return defineRule({
    ...own,
    audience: 'qa',
    severity: 'high',
    params: noParams,
    evaluate: ({ readings, limit, expectedEveryMs }) => {
      const inOrder = onePerInstant(
        readings.toSorted((a, b) => a.time - b.time),
        limit,
      );
      const points = pointsOf(inOrder, expectedEveryMs);
      const found = isTallied(limit)
        ? talliedExcursions(points, { limit, isBounded: true, lowerLimitC: limit.lowerLimit })
        : excursionsOf(points, limit);
      return found.map((excursion) => spanOf(excursion, limit));
    },
    message: ({ detail: { excursion, limit }, end }, name) => {
      const { worst, first, gapBefore, gapAfter } = excursion;
      const lasted =
        end === undefined ? `since ${toIso(first.time)}` : `for ${durationText(end - first.time)}`;
      const before =
        gapBefore === undefined
          ? ''
          : ` There are no readings in the ${durationText(gapBefore.to - gapBefore.from)} before it.`;
      const after =
        gapAfter === undefined
          ? ''
          : ` Readings then stopped for ${durationText(gapAfter.to - gapAfter.from)}.`;
      return `${word} of ${name} ${lasted}: up to ${valueText(limit.quantity, worst.value)}, limit ${limitText(limit)}.${before}${after}`.replace(
        'up to',
        reachWords(limit),
      );
    },
  });
}

/** What the furthest value of an excursion is called. */
function reachWords({ mode, side }: Limit): string {
  if (mode === 'rate') return side === 'above' ? 'rising by' : 'falling by';
  if (mode === 'mkt') return 'mean kinetic temperature up to';
  return side === 'above' ? 'up to' : 'down to';
}

export function spanOf(excursion: Excursion, limit: Limit): Span<ExcursionDetail> {
  return { start: excursion.start, end: excursion.end, detail: { excursion, limit } };
}

/** A limit and readings a minute apart, for the examples of rules. */
export function exampleLimit(limit: Partial<Limit>): Limit {
  const base = {
    side: 'above',
    value: 8,
    inclusive: false,
    quantity: 'Temperature',
    mode: 'consecutive',
    severity: 'high',
  } as const;
  return limitsOf({ id: 'example', name: 'Example', limits: [{ ...base, ...limit }] })[0]!;
}

const minuteMs = 60_000;

/** Readings at one value a minute from minute 0 on; `undefined` leaves a minute out. */
export function everyMinute(values: readonly (number | undefined)[]): Reading[] {
  return values.flatMap((value, index) =>
    value === undefined ? [] : [{ time: index * minuteMs, value, recordTime: index * minuteMs }],
  );
}
