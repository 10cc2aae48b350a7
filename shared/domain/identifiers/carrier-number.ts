import type { CheckRule } from './check-digits.ts';

/** One way a carrier writes its numbers. Patterns see the text without spaces and hyphens, in upper case. */
export interface CarrierFormat {
  readonly id: string;
  readonly carrier: string;
  readonly title: string;
  /** The whole text; `serial` and `check` are what the check rule reads, where there is one. */
  readonly pattern: RegExp;
  readonly check?: CheckRule;
  /** Put in front of the serial before it is checked, unless it begins with it. */
  readonly prepend?: string;
  /** What else must hold of the named parts. */
  readonly holds?: (parts: Readonly<Record<string, string | undefined>>) => boolean;
  /** How many characters the pattern fixes, so that shape alone tells something. */
  readonly fixed: number;
  /** The part by which the parcel is known, where the barcode holds more. */
  readonly core?: RegExp;
  /** The carrier's own page; `%s` is the number. */
  readonly trackingUrl?: string;
}

export type CheckState = 'right' | 'wrong' | 'none';

/** Without spaces and hyphens, in upper case: how carriers' numbers are compared. */
export function compactCode(text: string): string {
  return text.replaceAll(/[\s\-‐‑–]/g, '').toUpperCase();
}

/** How a compact text stands with a format; undefined when its shape is another. */
export function judgeCarrierNumber(compact: string, format: CarrierFormat): CheckState | undefined {
  const match = format.pattern.exec(compact);
  if (match === null) return undefined;
  const parts = match.groups ?? {};
  if (format.holds?.(parts) === false) return undefined;
  if (format.check === undefined) return 'none';
  const serial = parts['serial'] ?? '';
  const body =
    format.prepend === undefined || serial.startsWith(format.prepend) ? serial : format.prepend + serial;
  return format.check.of(body) === parts['check'] ? 'right' : 'wrong';
}

/** A number as the carrier knows it: the part of a longer barcode, else the text itself. */
export function coreOf(compact: string, format: CarrierFormat): string {
  return format.core?.exec(compact)?.[1] ?? compact;
}
