const minuteMs = 60_000;

/** A rollup as it is stored; `bucket` is the number of its span since 1970, `step` its length in minutes. */
export interface Rolled {
  readonly step: number;
  readonly bucket: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly count: number;
  /** Of an hour: how many one-minute rollups it has. */
  readonly minutes: number;
}

/** Fewer readings a minute than this are read themselves where a rollup of a minute is asked for. */
const densePerMinute = 2;

/** The rollups of the readings of one hour (oldest first): the hour, its quarters, and its minutes where that saves. */
export function rollUpHour(readings: readonly { readonly time: number; readonly value: number }[]): Rolled[] {
  if (readings.length === 0) return [];
  const minutes = group(readings, 1);
  const isDense = readings.length >= densePerMinute * minutes.length;
  const kept = isDense ? minutes : [];
  const [hour] = group(readings, 60);
  return [...kept, ...group(readings, 15), { ...hour!, minutes: kept.length }];
}

function group(
  readings: readonly { readonly time: number; readonly value: number }[],
  step: number,
): Rolled[] {
  const found: Rolled[] = [];
  let index = 0;
  while (index < readings.length) {
    const bucket = Math.floor(readings[index]!.time / (step * minuteMs));
    const end = (bucket + 1) * step * minuteMs;
    let min = Infinity;
    let max = -Infinity;
    let total = 0;
    const first = index;
    for (; index < readings.length && readings[index]!.time < end; index += 1) {
      const { value } = readings[index]!;
      if (value < min) min = value;
      if (value > max) max = value;
      total += value;
    }
    found.push({ step, bucket, min, max, sum: roundSum(total), count: index - first, minutes: 0 });
  }
  return found;
}

/** Adding decimals leaves a trace of their binary form; what has at most three is written without it. */
function roundSum(sum: number): number {
  const rounded = Math.round(sum * 1000) / 1000;
  return Math.abs(rounded - sum) < 1e-9 * Math.abs(sum) ? rounded : sum;
}
