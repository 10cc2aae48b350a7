import { z } from 'zod';

import { toIso } from '#shared/domain/time.ts';

import { durationText, valueText } from '../limits.ts';
import { defineRule, type Span } from '../rule.ts';

/** A reading as it was sent, whatever was thought of it. */
export interface SentReading {
  readonly time: number;
  readonly value: number;
  readonly recordTime: number;
  /** Its device or its format said that it is no measurement. */
  readonly isInvalid: boolean;
}

export type FaultWay = 'no-temperature' | 'invalid' | 'stuck' | 'jump';

export interface FaultDetail {
  readonly way: FaultWay;
  readonly first: SentReading;
  readonly quantity: string;
}

export interface FaultInput {
  readonly quantity: string;
  /** In order of event time. */
  readonly readings: readonly SentReading[];
}

const minuteMs = 60_000;
/** A value stands still for this long and this often before it is stuck, and only where it used to move. */
export const stuckMs = 6 * 60 * minuteMs;
export const stuckReadings = 60;
/** There and back by this much within minutes is no air and no product. */
export const jumpBy = 30;
const jumpMs = 5 * minuteMs;

/** What probes say when they are torn off (-127) or have restarted (85) is no temperature. */
export function isFault(quantity: string, value: number): boolean {
  return quantity === 'Temperature' && (value === -127 || value === 85);
}

/** Everything that no working sensor says. Pure. */
function faultsOf({ quantity, readings }: FaultInput): Span<FaultDetail>[] {
  return [
    ...badRuns(quantity, readings),
    ...stuckRuns(quantity, readings),
    ...jumps(quantity, readings),
  ].sort((a, b) => a.start - b.start);
}

function wayOf(quantity: string, reading: SentReading): FaultWay | undefined {
  if (isFault(quantity, reading.value)) return 'no-temperature';
  return reading.isInvalid ? 'invalid' : undefined;
}

/** From the first bad reading to the next good one. */
function badRuns(quantity: string, readings: readonly SentReading[]): Span<FaultDetail>[] {
  const spans: Span<FaultDetail>[] = [];
  let open: FaultDetail | undefined;
  for (const reading of readings) {
    const way = wayOf(quantity, reading);
    if (way !== undefined) open ??= { way, first: reading, quantity };
    else if (open !== undefined) {
      spans.push({ start: open.first.time, end: reading.time, detail: open });
      open = undefined;
    }
  }
  if (open !== undefined) spans.push({ start: open.first.time, end: undefined, detail: open });
  return spans;
}

/** The same value to the last digit, where readings used to differ from each other. */
function stuckRuns(quantity: string, all: readonly SentReading[]): Span<FaultDetail>[] {
  const readings = all.filter((reading) => wayOf(quantity, reading) === undefined);
  const spans: Span<FaultDetail>[] = [];
  for (let from = 0; from < readings.length;) {
    let to = from;
    while (to + 1 < readings.length && readings[to + 1]!.value === readings[from]!.value) to += 1;
    const first = readings[from]!;
    const isLong = to - from + 1 >= stuckReadings && readings[to]!.time - first.time >= stuckMs;
    if (isLong && isLively(readings.slice(Math.max(0, from - stuckReadings), from + 1)))
      spans.push({
        start: first.time,
        end: readings[to + 1]?.time,
        detail: { way: 'stuck', first, quantity },
      });
    from = to + 1;
  }
  return spans;
}

function isLively(before: readonly SentReading[]): boolean {
  if (before.length <= stuckReadings / 2) return false;
  const changes = before.filter(({ value }, index) => index > 0 && value !== before[index - 1]!.value);
  return changes.length >= (before.length - 1) / 2;
}

/** One reading far off both its neighbours, which agree. */
function jumps(quantity: string, all: readonly SentReading[]): Span<FaultDetail>[] {
  const readings = all.filter((reading) => wayOf(quantity, reading) === undefined);
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    const after = readings[index + 1];
    if (before === undefined || after === undefined) return [];
    const isClose = reading.time - before.time <= jumpMs && after.time - reading.time <= jumpMs;
    const there = reading.value - before.value;
    const back = reading.value - after.value;
    const isJump = Math.abs(there) >= jumpBy && Math.abs(back) >= jumpBy && there * back > 0;
    if (!isClose || !isJump) return [];
    return [
      { start: reading.time, end: after.time, detail: { way: 'jump' as const, first: reading, quantity } },
    ];
  });
}

export const sensorFault = defineRule<FaultInput, FaultDetail, z.ZodObject>({
  id: 'sensor-fault',
  title: 'Values that no working sensor gives',
  audience: 'technician',
  severity: 'medium',
  params: z.strictObject({}),
  evaluate: faultsOf,
  message: ({ start, end, detail: { way, first, quantity } }, name) => {
    const value = valueText(quantity, first.value);
    const lasting = end === undefined ? `since ${toIso(start)}` : `for ${durationText(end - start)}`;
    switch (way) {
      case 'no-temperature':
        return `The probe of ${name} has said ${value} ${lasting}: torn off or restarting, no temperature.`;
      case 'invalid':
        return `The sensor of ${name} has marked its own readings as invalid ${lasting}.`;
      case 'stuck':
        return `${name} has said ${value} to the last digit ${lasting}, and used to move.`;
      case 'jump':
        return `${name} jumped to ${value} and back within minutes at ${toIso(start)}.`;
    }
  },
  scenarios: [
    {
      name: 'a torn-off probe is a fault until it measures again',
      given: given([5, -127, -127, 5]),
      expect: [[minuteMs, 3 * minuteMs]],
    },
    { name: 'a probe that restarts says 85', given: given([5, 85]), expect: [[minuteMs, undefined]] },
    { name: 'nothing else is a fault, zero least of all', given: given([0, -18, 84.9, 85.1]), expect: [] },
    {
      name: 'there and back by more than air can',
      given: given([5, 41, 5, 5]),
      expect: [[minuteMs, 2 * minuteMs]],
    },
    { name: 'there and not back', given: given([5, 41, 40, 39]), expect: [] },
    {
      name: 'a value that used to move stands still',
      given: given([...Array.from({ length: 60 }, (_, index) => 5 + (index % 7) / 10), ...same(400, 4.8), 5]),
      expect: [[60 * minuteMs, 460 * minuteMs]],
    },
    { name: 'a value that never moved may stand still', given: given(same(500, 5)), expect: [] },
  ],
});

function same(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

function given(values: readonly number[]): FaultInput {
  return {
    quantity: 'Temperature',
    readings: values.map((value, index) => ({
      time: index * minuteMs,
      value,
      recordTime: index * minuteMs,
      isInvalid: false,
    })),
  };
}
