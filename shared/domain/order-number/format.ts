/** How one kind of shop writes its order numbers. */
export interface OrderNumberFormat {
  readonly id: string;
  readonly shop: string;
  /** Sees the text trimmed and in upper case. */
  readonly pattern: RegExp;
  /** The one way the shop itself writes it. */
  readonly normalise: (match: RegExpExecArray) => string;
  /** False when the number carries a check and it is wrong. */
  readonly check?: (normal: string) => boolean;
  /** How many characters the pattern fixes, so that shape alone tells something. */
  readonly fixed: number;
  /** Written form → normal form. */
  readonly examples: readonly (readonly [written: string, normal: string])[];
  /** Texts that are none. */
  readonly counterexamples: readonly string[];
  /** A number for a new order. */
  readonly next: (context: NextNumber) => string;
}

export interface NextNumber {
  /** Numbers of this shop that are in use, as normalised. */
  readonly inUse: readonly string[];
  /** From 0 up to but without 1. */
  readonly random: () => number;
}

/** Declares a format of order numbers. */
export function defineOrderNumberFormat(format: OrderNumberFormat): OrderNumberFormat {
  return format;
}

/** The normal form of a text that has the format's shape; undefined when it has not, or its check is wrong. */
export function normaliseOrderNumber(text: string, format: OrderNumberFormat): string | undefined {
  const match = format.pattern.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const normal = format.normalise(match);
  return format.check?.(normal) === false ? undefined : normal;
}

/** One more than the greatest number in use, `first` when there is none; at least as many digits as `width`. */
export function following(inUse: readonly string[], first: number, width = 0): string {
  const greatest = inUse.reduce((most, number) => {
    const value = Number(/\d+$/.exec(number)?.[0] ?? Number.NaN);
    return Number.isSafeInteger(value) ? Math.max(most, value) : most;
  }, first - 1);
  return String(greatest + 1).padStart(width, '0');
}

/** So many characters of an alphabet. */
export function randomText(length: number, alphabet: string, random: () => number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)] ?? '').join('');
}
