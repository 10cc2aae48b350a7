import { isWithinM } from './geo.ts';
import type { QualityFlag } from './quality.ts';

/** A fix beside those before and after it in event time. */
export interface PlacedFix {
  /** Event time, epoch milliseconds. */
  readonly time: number;
  readonly lat: number;
  readonly lon: number;
  readonly speedMps?: number | undefined;
  readonly accuracyM?: number | undefined;
}

/** A measured value beside those before and after it in event time. */
export interface PlacedValue {
  readonly time: number;
  readonly value: number;
}

/** How many facts before and after one are asked what they think of it. */
export const neighbourCount = 3;

/** Faster than this on the ground is impossible; what says of itself that it flies may be as fast as an airliner. */
const groundMps = 90;
const flyingMps = 60;
const airMps = 340;
/** Fixes wander; what lies within this is the same place. */
const wanderM = 300;
const standsBelowMps = 2;
/** Values this long apart say nothing about each other's unit. */
const unitWindowMs = 2 * 3_600_000;
const unitJump = 10;

/**
 * What a fix is suspected of, judged by up to `neighbourCount` fixes before it and as many after. It follows from the
 * set alone: a jump there and back is doubted, a real change of place is believed once as many fixes confirm it as
 * contradict it.
 */
export function doubtsOfFix(fix: PlacedFix, neighbours: readonly PlacedFix[]): QualityFlag[] {
  const doubts: QualityFlag[] = [];
  const against = neighbours.filter((other) => !isReachable(fix, other)).length;
  if (against * 2 > neighbours.length) doubts.push(isFlipped(fix, neighbours) ? 'sign-flip' : 'teleport');
  if (isFrozen(fix, neighbours)) doubts.push('frozen');
  return doubts;
}

/** True where nothing is to be doubted: adding the fix to those before it can only take doubts away. */
export function fixesAgree(fix: PlacedFix, others: readonly PlacedFix[]): boolean {
  return others.every(
    (other) => isReachable(fix, other) && (other.lat !== fix.lat || other.lon !== fix.lon || !moves(fix)),
  );
}

function moves(fix: PlacedFix): boolean {
  return (fix.speedMps ?? 0) > standsBelowMps;
}

function isReachable(a: PlacedFix, b: PlacedFix): boolean {
  const flies = Math.max(a.speedMps ?? 0, b.speedMps ?? 0) >= flyingMps;
  const drivenM = (Math.abs(a.time - b.time) / 1000) * (flies ? airMps : groundMps);
  return isWithinM(a, b, drivenM + wanderM + (a.accuracyM ?? 0) + (b.accuracyM ?? 0));
}

/** With the sign of a coordinate turned, most neighbours would agree. */
function isFlipped(fix: PlacedFix, neighbours: readonly PlacedFix[]): boolean {
  const turned = [
    { ...fix, lat: -fix.lat },
    { ...fix, lon: -fix.lon },
    { ...fix, lat: -fix.lat, lon: -fix.lon },
  ];
  return turned.some(
    (other) => neighbours.filter((each) => isReachable(other, each)).length * 2 > neighbours.length,
  );
}

/** It says that it moves, and so did as many others in the very same place. */
function isFrozen(fix: PlacedFix, neighbours: readonly PlacedFix[]): boolean {
  if (!moves(fix)) return false;
  const same = neighbours.filter(
    (each) => moves(each) && each.lat === fix.lat && each.lon === fix.lon && each.time !== fix.time,
  );
  return same.length >= neighbourCount;
}

/** What sensors and their protocols write for "no measurement", by quantity. */
const sentinels: Readonly<Record<string, readonly number[]>> = {
  // Power-on and broken-wire values of one-wire probes; the ends of two bytes in tenths, hundredths and whole.
  Temperature: [-127, 85, -3276.8, 3276.7, -327.68, 327.67, 655.35, 655.34, 850, -1270, -32_768, 32_767],
  // Hundred per cent happens, none at all does not.
  RelativeHumidity: [0],
  Pressure: [0, 6553.5, 655.35],
  DewPoint: [-127, -3276.8, -327.68, 327.67],
};

/** True for a value that stands for "no measurement". */
export function isSentinel(type: string, value: number): boolean {
  return sentinels[type]?.some((sentinel) => Math.abs(sentinel - value) < 0.001) ?? false;
}

/** Beyond this no goods are kept or carried: more likely a hundredth or a tenth of a degree was taken for one. */
const strangeTemperatureC = 200;

/**
 * What a measured value is suspected of: a sentinel, or another unit than its neighbours. It is never converted.
 * Judged by up to `neighbourCount` values before it and as many after, so it follows from the set alone.
 */
export function doubtsOfValue(
  type: string,
  measured: PlacedValue,
  neighbours: readonly PlacedValue[],
): QualityFlag[] {
  const { value, time } = measured;
  if (isSentinel(type, value)) return ['sentinel'];
  if (type !== 'Temperature') return [];
  if (Math.abs(value) >= strangeTemperatureC) return ['unit-suspect'];
  const near = neighbours.filter(
    (each) => Math.abs(each.time - time) <= unitWindowMs && !isSentinel(type, each.value),
  );
  const strange = near.filter((each) => isOtherUnit(value, each.value)).length;
  return strange >= 2 && strange * 2 > near.length ? ['unit-suspect'] : [];
}

/** True where nothing is to be doubted: adding the value to those before it can only take doubts away. */
export function valuesAgree(type: string, { value }: PlacedValue, others: readonly PlacedValue[]): boolean {
  if (isSentinel(type, value)) return false;
  if (type !== 'Temperature') return true;
  return (
    Math.abs(value) < strangeTemperatureC && others.every((other) => Math.abs(value - other.value) < unitJump)
  );
}

/** True where `value` is what `other` would be in degrees Fahrenheit, or times ten or a hundred. */
function isOtherUnit(value: number, other: number): boolean {
  if (Math.abs(value - other) < unitJump) return false;
  const fahrenheit = Math.abs(value - (other * 1.8 + 32)) <= 1.5;
  const scaled = [10, 100].some(
    (factor) => Math.abs(other) >= 1 && Math.abs(value - other * factor) <= Math.abs(other * factor) * 0.1,
  );
  return fahrenheit || scaled;
}
