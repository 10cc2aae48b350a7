import { hasGs1CheckDigit } from '../gs1-check.ts';
import { normaliseOrderNumber } from '../order-number/format.ts';
import { orderNumberFormats } from '../order-number/registry.ts';
import { carrierFormats } from './carrier-formats.ts';
import { judgeCarrierNumber } from './carrier-number.ts';

/** What may have been meant. */
export interface Correction {
  readonly value: string;
  readonly format: string;
  readonly title: string;
  readonly change: 'swapped-pair' | 'one-character' | 'look-alikes';
  readonly score: number;
  readonly because: string;
}

const mostCorrections = 120;
const digits = '0123456789';

/** Groups of characters that people and cameras take for one another. */
const lookAlikes = ['O0', 'I1L', 'S5', 'B8'] as const;
/** Digits that handwriting and worn labels turn into one another. */
const likely: ReadonlySet<string> = new Set([
  '17',
  '71',
  '06',
  '60',
  '38',
  '83',
  '56',
  '65',
  '49',
  '94',
  '08',
  '80',
  '68',
  '86',
  '27',
  '72',
]);

/** All the characters one may be taken for, itself first. */
function readingsOf(character: string): string {
  const group = lookAlikes.find((each) => each.includes(character));
  return group === undefined ? character : character + group.replace(character, '');
}

/** Every way to read look-alike characters otherwise, at most 256; the text itself is none of them. */
export function lookAlikesOf(text: string): string[] {
  let readings = [''];
  for (const character of text) {
    const choices = readings.length >= 256 ? character : readingsOf(character);
    readings = readings.flatMap((head) => choices.split('').map((choice) => head + choice)).slice(0, 256);
  }
  return readings.filter((reading) => reading !== text);
}

/** The text with two neighbours swapped, everywhere they differ. */
export function swapsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => index)
    .filter((index) => text[index] !== text[index + 1])
    .map((index) => `${text.slice(0, index)}${text[index + 1]}${text[index]}${text.slice(index + 2)}`);
}

/** The text with one digit changed into another; of a last letter, into any character a check may be. */
function substitutionsOf(text: string): { value: string; isLikely: boolean }[] {
  return text.split('').flatMap((character, index) => {
    const isDigit = digits.includes(character);
    const isCheckLetter = index === text.length - 1 && /\d{10}/.test(text);
    const choices = isDigit ? digits : isCheckLetter ? `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZ` : '';
    return choices
      .split('')
      .filter((choice) => choice !== character)
      .map((choice) => ({
        value: text.slice(0, index) + choice + text.slice(index + 1),
        isLikely: likely.has(character + choice),
      }));
  });
}

interface Shape {
  readonly format: string;
  readonly title: string;
  readonly isRight: (compact: string) => boolean;
}

/** Formats whose check digit the text breaks, or whose shape it has nearly; each can tell which variant is right. */
function brokenShapes(compact: string): Shape[] {
  const carriers = carrierFormats
    .filter((format) => judgeCarrierNumber(compact, format) === 'wrong')
    .map((format) => ({
      format: format.id,
      title: format.title,
      isRight: (variant: string) => judgeCarrierNumber(variant, format) === 'right',
    }));
  const gs1Length = [8, 12, 13, 14, 18].includes(compact.length);
  return /^\d+$/.test(compact) && gs1Length && !hasGs1CheckDigit(compact)
    ? [
        ...carriers,
        { format: 'gs1', title: compact.length === 18 ? 'SSCC' : 'GTIN', isRight: hasGs1CheckDigit },
      ]
    : carriers;
}

/** `(00)` and `(01)` in front say how the digits are meant; the rest of the barcode is left as it is. */
function keyDigits(text: string): string | undefined {
  return /^(?:\]C1)?\(?(?:00\)?(\d{18})|01\)?(\d{14}))(?:\D|$)/
    .exec(text.replaceAll(/\s/g, ''))
    ?.slice(1)
    .find(Boolean);
}

/** What may have been meant by a compact text, the most likely first. Only proposals. */
export function correctionsOf(compact: string, text: string): Correction[] {
  const key = keyDigits(text) ?? compact;
  const found = new Map<string, Correction>();
  const add = (correction: Correction): void => {
    const known = found.get(correction.value);
    if (known === undefined || known.score < correction.score) found.set(correction.value, correction);
  };
  for (const { format, title, isRight } of brokenShapes(key)) {
    for (const value of swapsOf(key).filter(isRight))
      add({
        value,
        format,
        title,
        change: 'swapped-pair',
        score: 0.6,
        because: `two neighbours swapped give a right ${title}`,
      });
    for (const { value, isLikely } of substitutionsOf(key).filter((each) => isRight(each.value)))
      add({
        value,
        format,
        title,
        change: 'one-character',
        score: isLikely ? 0.5 : 0.4,
        because: `one character changed gives a right ${title}`,
      });
  }
  for (const correction of misread(compact, text)) add(correction);
  return [...found.values()].toSorted((a, b) => b.score - a.score).slice(0, mostCorrections);
}

/** Look-alike characters read otherwise, where that makes a shape that tells something. */
function misread(compact: string, text: string): Correction[] {
  const upper = text.trim().toUpperCase();
  const alone = carrierFormats.filter((format) => {
    const state = judgeCarrierNumber(compact, format);
    return state === 'right' || (state === 'none' && format.fixed > 0);
  });
  if (alone.length > 0 || upper.length > 40) return [];
  const because = 'reads characters otherwise that look alike';
  const tracking = lookAlikesOf(compact).flatMap((value) =>
    carrierFormats
      .filter((format) => format.check !== undefined && judgeCarrierNumber(value, format) === 'right')
      .map(({ id, title }): Correction => ({
        value,
        format: id,
        title,
        change: 'look-alikes',
        score: 0.55,
        because,
      })),
  );
  const isOrderNumber = orderNumberFormats.some(
    (format) => normaliseOrderNumber(upper, format) !== undefined,
  );
  if (isOrderNumber || !/\d/.test(upper)) return tracking;
  const numbers = lookAlikesOf(upper).flatMap((reading) =>
    orderNumberFormats.flatMap((format): Correction[] => {
      const value = normaliseOrderNumber(reading, format);
      const title = `${format.shop} order number`;
      return value === undefined
        ? []
        : [{ value, format: format.id, title, change: 'look-alikes', score: 0.5, because }];
    }),
  );
  return [...tracking, ...numbers];
}
