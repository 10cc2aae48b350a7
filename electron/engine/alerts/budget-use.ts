import { minuteMs } from '#shared/domain/time.ts';

import { isBeyond, type Limit } from './limits.ts';

/** Goods on one carrier: what each sensor there measured meanwhile, by event time. */
export interface BudgetLeg {
  /** The goods are still there. */
  readonly isOpen: boolean;
  readonly sensors: readonly (readonly { readonly time: number; readonly value: number }[])[];
}

export interface BudgetUse {
  /** How long the goods were beyond the limit, by the sensor that says the most on each leg. */
  readonly usedMs: number;
  /** Legs on which anything was used. */
  readonly legs: number;
  /** When all of it was used up. */
  readonly usedUpAt: number | undefined;
  /** Where the goods are beyond the limit now: since when, as of when, and until when the rest lasts like that. */
  readonly running: { readonly since: number; readonly asOf: number; readonly until: number } | undefined;
}

interface Out {
  readonly from: number;
  readonly to: number;
}

/** What of a budget goods used over all their legs. Time in which nothing was measured counts for nothing. Pure. */
export function budgetUse(legs: readonly BudgetLeg[], limit: Limit): BudgetUse {
  const allowedMs = (limit.forS ?? 0) * 1000;
  const outs = legs.map(({ sensors }) => mostOf(sensors.map((readings) => outsOf(readings, limit))));
  let [usedMs, usedUpAt]: [number, number | undefined] = [0, undefined];
  for (const { from, to } of outs.flat()) {
    const before = usedMs;
    usedMs += to - from;
    if (usedUpAt === undefined && usedMs >= allowedMs) usedUpAt = from + (allowedMs - before);
  }
  const used = outs.filter((each) => each.length > 0).length;
  const last = legs.at(-1);
  const running = last?.isOpen === true ? runningOf(last, limit) : undefined;
  const until = running && running.asOf + Math.max(0, allowedMs - usedMs);
  return {
    usedMs,
    legs: used,
    usedUpAt,
    running: running && until !== undefined ? { ...running, until } : undefined,
  };
}

/** Spans beyond the limit: each reading stands until the next, unless that was long in coming. */
function outsOf(readings: BudgetLeg['sensors'][number], limit: Limit): Out[] {
  const longest = longestHoldMs(readings);
  const outs: Out[] = [];
  for (const [index, { time, value }] of readings.entries()) {
    const next = readings[index + 1];
    if (next === undefined || next.time - time > longest || !isBeyond(limit, value)) continue;
    const last = outs.at(-1);
    if (last?.to === time) outs[outs.length - 1] = { from: last.from, to: next.time };
    else outs.push({ from: time, to: next.time });
  }
  return outs;
}

/** Twice the usual distance of readings and a minute, as for silence. */
function longestHoldMs(readings: BudgetLeg['sensors'][number]): number {
  const apart = readings
    .slice(1)
    .map(({ time }, index) => time - (readings[index]?.time ?? time))
    .sort((a, b) => a - b);
  return 2 * (apart[Math.floor(apart.length / 2)] ?? 0) + minuteMs;
}

function mostOf(sensors: readonly (readonly Out[])[]): readonly Out[] {
  const sum = (outs: readonly Out[]): number => outs.reduce((total, { from, to }) => total + to - from, 0);
  return sensors.reduce<readonly Out[]>((most, each) => (sum(each) > sum(most) ? each : most), []);
}

/** Since when and as of when the goods are beyond the limit, by the sensor that says so for the longest. */
function runningOf({ sensors }: BudgetLeg, limit: Limit): { since: number; asOf: number } | undefined {
  const found = sensors.flatMap((readings) => {
    const newest = readings.at(-1);
    if (newest === undefined || !isBeyond(limit, newest.value)) return [];
    const last = outsOf(readings, limit).at(-1);
    return [{ since: last?.to === newest.time ? last.from : newest.time, asOf: newest.time }];
  });
  return found.sort((a, b) => a.since - b.since)[0];
}
