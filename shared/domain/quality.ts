/**
 * Quality flags of a stored fact, in a fixed order: a flag's place is its bit in the database, so new flags
 * are added at the end and none is ever moved.
 */
export const qualityFlags = [
  'no-fix',
  'stale-fix',
  'clock-not-set',
  'no-time',
  'zero-time',
  'late',
  'out-of-order',
  'sensor-invalid',
  'out-of-range',
  'sentinel-minus-one',
  'numbers-as-strings',
  'undecoded',
  'empty-payload',
  'simulated',
  'mock-location',
  'encrypted',
  'not-json',
  'mismatch',
  'ambiguous',
  'sequence-gap',
  'same-values-again',
  'unit-not-stated',
  'zone-assumed',
  'conflict',
  'time-ahead',
  'sentinel',
  'unit-suspect',
  'teleport',
  'sign-flip',
  'frozen',
  'rejected',
] as const;

export type QualityFlag = (typeof qualityFlags)[number];

const bitOf = new Map<QualityFlag, number>(qualityFlags.map((flag, index) => [flag, 2 ** index]));

/** Packs flags into one integer for storage. */
export function packQuality(flags: Iterable<QualityFlag>): number {
  let bits = 0;
  for (const flag of new Set(flags)) bits += bitOf.get(flag) ?? 0;
  return bits;
}

/** A stored integer without one of its flags. */
export function withoutFlag(bits: number, flag: QualityFlag): number {
  const bit = packQuality([flag]);
  return Math.floor(bits / bit) % 2 === 1 ? bits - bit : bits;
}

/** The flags of a stored integer, in the order of `qualityFlags`. */
export function unpackQuality(bits: number): QualityFlag[] {
  if (bits === 0) return [];
  return qualityFlags.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1);
}

/** Doubts that come from looking at a fact beside others; a person may accept the fact all the same, or reject it. */
export const doubtFlags = [
  'sentinel',
  'unit-suspect',
  'teleport',
  'sign-flip',
  'frozen',
] as const satisfies readonly QualityFlag[];

const suspectFlags: ReadonlySet<QualityFlag> = new Set<QualityFlag>([...doubtFlags, 'rejected']);

/** True for a fact that is kept and shown, but is not the last good one of its device and no evidence. */
export function isSuspect(quality: readonly QualityFlag[]): boolean {
  return quality.some((flag) => suspectFlags.has(flag));
}
