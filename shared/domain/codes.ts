import { gs1CheckDigit, hasGs1CheckDigit } from './gs1-check.ts';
import { carrierFormats } from './identifiers/carrier-formats.ts';
import { coreOf, judgeCarrierNumber } from './identifiers/carrier-number.ts';
import { fnc1, keyOf, parseGs1 } from './identifiers/gs1.ts';

/**
 * One text for all the ways a scanner, a person or a file may write the same thing: a GS1 key is the same whether it
 * comes as an element string, a Digital Link or an EPC URN (an SSCC is its 18 digits), a USPS barcode is its number
 * without the postcode in front; anything else is trimmed, stripped of a symbology prefix and upper-cased.
 */
export function canonicalCode(text: string): string {
  let code = canonical.get(text);
  if (code === undefined) {
    code = canonicalOf(text);
    if (canonical.size >= rememberedCodes) canonical.clear();
    canonical.set(text, code);
  }
  return code;
}

/** A code is scanned and looked for again and again. */
const canonical = new Map<string, string>();
const rememberedCodes = 20_000;

/** Letters, digits and what stands between them, with a letter: no GS1 key and no postal barcode is written so. */
const plainWord = /^[\d.-]*[A-Za-z][\w.-]*$/;

function canonicalOf(text: string): string {
  if (plainWord.test(text)) return text.toUpperCase();
  const unprefixed = text.trim().replace(/^\][A-Za-z]\d/, '');
  const bare = unprefixed.startsWith(fnc1) ? unprefixed.slice(1) : unprefixed;
  return ssccOf(bare) ?? gs1KeyOf(text) ?? uspsNumberOf(bare) ?? bare.toUpperCase();
}

/** The 18 digits of an SSCC in any of its forms; undefined when the text is none. */
export function ssccOf(text: string): string | undefined {
  const spaceless = text.replaceAll(/[\s-]/g, '');
  const [first = ''] = spaceless.split(fnc1, 1);
  const element = /^(?:\(00\)|00)(\d{18})(?:\(.*)?$/.exec(first)?.[1];
  const link = /^https?:\/\/[^/]+(?:\/[^/]+)*\/00\/(\d{18})(?:[/?#].*)?$/i.exec(spaceless)?.[1];
  const bare = /^\d{18}$/.test(spaceless) ? spaceless : undefined;
  const digits = element ?? link ?? bare ?? ssccOfUrn(text.trim());
  return digits !== undefined && hasGs1CheckDigit(digits) ? digits : undefined;
}

/** `urn:epc:id:sscc:PREFIX.EXTENSION+SERIAL`: the extension digit goes in front, the check digit is put back. */
function ssccOfUrn(text: string): string | undefined {
  const match = /^urn:epc:id:sscc:(\d{6,12})\.(\d)(\d{4,10})$/i.exec(text);
  if (match === null) return undefined;
  const [, prefix = '', extension = '', serial = ''] = match;
  const body = `${extension}${prefix}${serial}`;
  return body.length === 17 ? `${body}${gs1CheckDigit(body)}` : undefined;
}

/** Most codes are plain words: they are told by their first character. */
const mayBeGs1 = new RegExp(`^\\s*(?:[(\\]${fnc1}]|https?:|urn:)|${fnc1}`, 'i');

function gs1KeyOf(text: string): string | undefined {
  if (!mayBeGs1.test(text)) return undefined;
  const parsed = parseGs1(text);
  return parsed?.ok === true ? keyOf(parsed.elements) : undefined;
}

const usps = carrierFormats.filter(({ carrier, core }) => carrier === 'USPS' && core !== undefined);

function uspsNumberOf(text: string): string | undefined {
  if (text.length < 30 || !/^420[\d\s]+$/.test(text)) return undefined;
  const digits = text.replaceAll(/\s/g, '');
  const format = usps.find((each) => judgeCarrierNumber(digits, each) === 'right');
  return format === undefined ? undefined : coreOf(digits, format);
}
