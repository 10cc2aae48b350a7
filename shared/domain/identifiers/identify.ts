import { isEpcHex, gs1KeyOfEpc } from '../epc.ts';
import { canonicalCode } from '../codes.ts';
import { hasGs1CheckDigit } from '../gs1-check.ts';
import { orderNumberFormats } from '../order-number/registry.ts';
import { normaliseOrderNumber } from '../order-number/format.ts';
import { carrierFormats } from './carrier-formats.ts';
import { compactCode, coreOf, judgeCarrierNumber, type CheckState } from './carrier-number.ts';
import { correctionsOf, type Correction } from './corrections.ts';
import { type Element, keyOf, parseGs1 } from './gs1.ts';

/** One thing a text may be. */
export interface Candidate {
  readonly kind: 'order-number' | 'tracking-number' | 'gs1-key';
  readonly format: string;
  readonly issuer: string;
  readonly title: string;
  /** The number as its issuer writes it. */
  readonly value: string;
  readonly check: CheckState;
  /** From 0 to 1; how much the text itself speaks for it. */
  readonly score: number;
  readonly because: string;
  readonly trackingUrl?: string;
}

export interface Identified {
  /** The one text all writings of the same thing come to. */
  readonly canonical: string;
  /** Application identifiers of a GS1 barcode. */
  readonly elements: readonly Element[];
  /** What the text may be, the most likely first. */
  readonly candidates: readonly Candidate[];
  /** What may have been meant, where a check digit is wrong or characters look alike; never taken for the thing itself. */
  readonly didYouMean: readonly Correction[];
  /** Why a text that begins like a GS1 barcode is none. */
  readonly problem?: string;
}

const mostCandidates = 40;

/** Everything a text may be, ranked, with the reasons. Never throws. */
export function identify(text: string): Identified {
  const trimmed = text.trim().slice(0, 300);
  const compact = compactCode(trimmed);
  const parsed = parseGs1(trimmed) ?? elementsOfEpc(compact);
  const elements = parsed?.ok === true ? parsed.elements : [];
  const candidates = [
    ...candidatesOfElements(elements),
    ...(elements.length > 0 ? [] : [...bareGs1(compact), ...carriers(compact), ...orderNumbers(trimmed)]),
  ].toSorted((a, b) => b.score - a.score);
  return {
    canonical: canonicalCode(trimmed),
    elements,
    candidates: candidates.slice(0, mostCandidates),
    didYouMean: correctionsOf(compact, trimmed),
    ...(parsed?.ok === false ? { problem: parsed.reason } : {}),
  };
}

function elementsOfEpc(compact: string): ReturnType<typeof parseGs1> {
  const key = isEpcHex(compact) ? gs1KeyOfEpc(compact) : undefined;
  return key === undefined ? undefined : parseGs1(key);
}

/** The less of all texts would pass, the more it tells that this one does. */
function scoreOf(fixed: number, check: CheckState, modulus = 10): number {
  const bits = fixed * 4 + (check === 'right' ? Math.log2(modulus) : 0);
  const score = 0.25 + 0.74 * (1 - 2 ** (-bits / 6));
  return Number((check === 'wrong' ? score * 0.3 : score).toFixed(3));
}

function reasonOf(shape: string, check: CheckState, rule?: string): string {
  if (check === 'none') return `has the shape of ${shape}, which carries no check digit`;
  const digit = rule === undefined ? 'check digit' : `check digit (${rule})`;
  return `has the shape of ${shape} and its ${digit} is ${check}`;
}

function candidatesOfElements(elements: readonly Element[]): Candidate[] {
  const key = keyOf(elements);
  return elements
    .filter(({ check, ai }) => check !== 'none' || ai === '8004')
    .map((element, index) => ({
      kind: 'gs1-key',
      format: `gs1-${element.ai}`,
      issuer: 'GS1',
      title: element.title,
      value: index === 0 && key !== undefined ? key : element.value,
      check: element.check,
      score: scoreOf(index === 0 ? 5 : 4, element.check),
      because:
        element.check === 'none'
          ? `is written after (${element.ai}), ${element.title}`
          : `is written after (${element.ai}), ${element.title}, and its check digit is ${element.check}`,
    }));
}

const bareKeys: readonly { length: number; format: string; title: string; fixed: number }[] = [
  { length: 18, format: 'gs1-00', title: 'SSCC', fixed: 1 },
  { length: 18, format: 'gs1-8018', title: 'GSRN', fixed: 0.2 },
  { length: 14, format: 'gs1-01', title: 'GTIN-14', fixed: 0.4 },
  { length: 13, format: 'gs1-01', title: 'GTIN-13', fixed: 0.5 },
  { length: 13, format: 'gs1-414', title: 'GLN', fixed: 0.3 },
  { length: 12, format: 'gs1-01', title: 'GTIN-12', fixed: 0.3 },
  { length: 8, format: 'gs1-01', title: 'GTIN-8', fixed: 0.2 },
];

/** Digits without an application identifier; with the 00 scanners put before an SSCC. */
function bareGs1(compact: string): Candidate[] {
  if (!/^\d+$/.test(compact)) return [];
  const digits = compact.length === 20 && compact.startsWith('00') ? compact.slice(2) : compact;
  return bareKeys
    .filter(({ length }) => length === digits.length)
    .map(({ format, title, fixed }) => {
      const check: CheckState = hasGs1CheckDigit(digits) ? 'right' : 'wrong';
      return {
        kind: 'gs1-key',
        format,
        issuer: 'GS1',
        title,
        value: digits,
        check,
        score: scoreOf(digits === compact ? fixed : 2, check),
        because: reasonOf(`a ${title}`, check, 'GS1 mod 10'),
      };
    });
}

function carriers(compact: string): Candidate[] {
  return carrierFormats.flatMap((format): Candidate[] => {
    const check = judgeCarrierNumber(compact, format);
    if (check === undefined) return [];
    const value = coreOf(compact, format);
    return [
      {
        kind: 'tracking-number',
        format: format.id,
        issuer: format.carrier,
        title: format.title,
        value,
        check,
        score: scoreOf(format.fixed, check, format.check?.modulus),
        because: reasonOf(`a ${format.title} number`, check, format.check?.name),
        ...(format.trackingUrl === undefined
          ? {}
          : { trackingUrl: format.trackingUrl.replace('%s', encodeURIComponent(value)) }),
      },
    ];
  });
}

function orderNumbers(text: string): Candidate[] {
  return orderNumberFormats.flatMap((format): Candidate[] => {
    const value = normaliseOrderNumber(text, format);
    if (value === undefined) return [];
    const check: CheckState = format.check === undefined ? 'none' : 'right';
    return [
      {
        kind: 'order-number',
        format: format.id,
        issuer: format.shop,
        title: `${format.shop} order number`,
        value,
        check,
        score: scoreOf(format.fixed, check),
        because: reasonOf(`a ${format.shop} order number`, check),
      },
    ];
  });
}

/**
 * True for a code that must be misread: it has the shape of something with a check digit, every such shape says the
 * digit is wrong, and it looks like nothing without one. A bare number needs a written application identifier or a
 * telling prefix, since any digits have some carrier's shape.
 */
export function hasBadCheckDigit(text: string): boolean {
  const { candidates } = identify(text);
  const telling = candidates.filter(({ score, check }) => check === 'wrong' && score >= tellingWrong);
  return (
    telling.length > 0 && candidates.every(({ check, kind }) => check === 'wrong' || kind === 'order-number')
  );
}

/** What a wrong number scores whose shape alone tells whose it is (two fixed characters, or an SSCC's length). */
const tellingWrong = scoreOf(1, 'wrong');
