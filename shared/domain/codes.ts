/** GS1 mod-10 check digit of the digits before it (weights 3 and 1 from the right). */
export function gs1CheckDigit(body: string): number {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    const digit = body.charCodeAt(body.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit * 3 : digit;
  }
  return (10 - (sum % 10)) % 10;
}

/** What scanners send between GS1 element strings (ASCII 29). */
const fnc1 = String.fromCharCode(29);

/** True for digits whose last one is their GS1 check digit. */
export function hasGs1CheckDigit(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && gs1CheckDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/**
 * One text for all the ways a scanner, a person or a file may write the same thing: an SSCC becomes its 18 digits
 * whether it comes as an element string, a Digital Link, an EPC URN or bare; anything else is trimmed,
 * stripped of a symbology prefix and upper-cased.
 */
export function canonicalCode(text: string): string {
  const unprefixed = text.trim().replace(/^\][A-Za-z]\d/, '');
  const bare = unprefixed.startsWith(fnc1) ? unprefixed.slice(1) : unprefixed;
  return ssccOf(bare) ?? bare.toUpperCase();
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
