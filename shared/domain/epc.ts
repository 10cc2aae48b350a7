import { gs1CheckDigit } from './gs1-check.ts';

/** Electronic product codes of RFID tags (GS1 EPC Tag Data Standard). */

/** Per partition value: digits and bits of the company prefix; what follows depends on the scheme. */
const prefixes = [
  { digits: 12, bits: 40 },
  { digits: 11, bits: 37 },
  { digits: 10, bits: 34 },
  { digits: 9, bits: 30 },
  { digits: 8, bits: 27 },
  { digits: 7, bits: 24 },
  { digits: 6, bits: 20 },
] as const;

const sgtin96 = 0x30;
const sscc96 = 0x31;

/** True for the hexadecimal text of a tag's memory: whole bytes, at most 496 bits. */
export function isEpcHex(text: string): boolean {
  return text.length <= 124 && text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
}

/**
 * The GS1 element string of an SSCC-96 or SGTIN-96 tag: `(00)` and 18 digits, or `(01)` and 14 digits with the
 * serial number after `(21)`. Undefined for every other tag and for values the scheme does not allow.
 */
export function gs1KeyOfEpc(hex: string): string | undefined {
  if (hex.length !== 24) return undefined;
  const header = Number.parseInt(hex.slice(0, 2), 16);
  if (header !== sgtin96 && header !== sscc96) return undefined;
  const bits = BigInt(`0x${hex}`);
  const prefix = prefixes[Number(field(bits, 11, 3))];
  if (prefix === undefined) return undefined;
  const company = digits(field(bits, 14, prefix.bits), prefix.digits);
  const restBits = (header === sscc96 ? 58 : 44) - prefix.bits;
  const restDigits = (header === sscc96 ? 17 : 13) - prefix.digits;
  const rest = digits(field(bits, 14 + prefix.bits, restBits), restDigits);
  if (company === undefined || rest === undefined) return undefined;
  const body = `${rest.slice(0, 1)}${company}${rest.slice(1)}`;
  const key = `${body}${gs1CheckDigit(body)}`;
  if (header === sgtin96) return `(01)${key}(21)${field(bits, 58, 38)}`;
  return field(bits, 72, 24) === 0n ? `(00)${key}` : undefined;
}

/** `length` bits of a 96-bit code, counted from the first. */
function field(bits: bigint, start: number, length: number): bigint {
  return (bits >> BigInt(96 - start - length)) & ((1n << BigInt(length)) - 1n);
}

function digits(value: bigint, length: number): string | undefined {
  const text = value.toString();
  return text.length > length ? undefined : text.padStart(length, '0');
}
