import { quantityOf } from './quantities.ts';

/** Linear conversions into the canonical unit of a quantity: canonical = value * factor + offset. */
const conversions: Readonly<
  Record<string, { readonly to: string; readonly factor: number; readonly offset: number }>
> = {
  FAH: { to: 'CEL', factor: 5 / 9, offset: -160 / 9 },
  KEL: { to: 'CEL', factor: 1, offset: -273.15 },
  PAL: { to: 'A97', factor: 0.01, offset: 0 },
  KPA: { to: 'A97', factor: 10, offset: 0 },
  BAR: { to: 'A97', factor: 1000, offset: 0 },
  MBR: { to: 'A97', factor: 1, offset: 0 },
  '2Z': { to: 'VLT', factor: 0.001, offset: 0 },
};

/**
 * Brings a value to the canonical unit of its type. Unknown types keep the unit they came with.
 * Returns undefined when the unit cannot belong to that type.
 */
export function toCanonical(
  type: string,
  value: number,
  uom: string,
): { value: number; uom: string } | undefined {
  const canonical = quantityOf(type)?.uom;
  if (canonical === undefined || canonical === uom) return { value, uom };
  const rule = conversions[uom];
  if (rule === undefined || rule.to !== canonical) return undefined;
  return { value: trimFloat(value * rule.factor + rule.offset), uom: canonical };
}

/** Removes the noise a conversion adds in the last binary digits (12 significant digits are kept). */
export function trimFloat(value: number): number {
  return Number(value.toPrecision(12));
}

const mpsPerKmh = 1 / 3.6;
const mpsPerKnot = 1852 / 3600;

/** Kilometres per hour to metres per second. */
export function kmhToMps(kmh: number): number {
  return trimFloat(kmh * mpsPerKmh);
}

/** Knots to metres per second. */
export function knotsToMps(knots: number): number {
  return trimFloat(knots * mpsPerKnot);
}
