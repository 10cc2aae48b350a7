import { gs1CheckDigit, hasGs1CheckDigit } from '../gs1-check.ts';

/** What scanners send between GS1 element strings (ASCII 29). */
export const fnc1 = String.fromCharCode(29);

interface AiRule {
  readonly title: string;
  /** The value as a whole. */
  readonly pattern: RegExp;
  /** Exactly so many characters follow the AI; others end at FNC1. */
  readonly length?: number;
  /** Of how many leading digits the last is a GS1 check digit. */
  readonly checked?: number;
  readonly isDate?: true;
}

function digits(title: string, length: number, checked = false): AiRule {
  return { title, pattern: new RegExp(`^\\d{${length}}$`), length, ...(checked ? { checked: length } : {}) };
}

function date(title: string): AiRule {
  return { title, pattern: /^\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/, length: 6, isDate: true };
}

/** The characters GS1 allows in text. */
const text = String.raw`[!-"%-?A-Z_a-z]`;

function upTo(title: string, most: number, characters = text): AiRule {
  return { title, pattern: new RegExp(`^${characters}{1,${most}}$`) };
}

const rules: ReadonlyMap<string, AiRule> = new Map([
  ['00', digits('SSCC', 18, true)],
  ['01', digits('GTIN', 14, true)],
  ['02', digits('Contained GTIN', 14, true)],
  ['10', upTo('Lot', 20)],
  ['11', date('Made')],
  ['12', date('Payment due')],
  ['13', date('Packed')],
  ['15', date('Best before')],
  ['16', date('Sell by')],
  ['17', date('Expires')],
  ['20', digits('Variant', 2)],
  ['21', upTo('Serial', 20)],
  ['22', upTo('Consumer variant', 20)],
  ['240', upTo('Additional item number', 30)],
  ['241', upTo('Customer part number', 30)],
  ['250', upTo('Secondary serial', 30)],
  ['251', upTo('Source reference', 30)],
  ['253', { title: 'GDTI', pattern: new RegExp(`^\\d{13}${text}{0,17}$`), checked: 13 }],
  ['254', upTo('GLN extension', 20)],
  ['255', { title: 'GCN', pattern: /^\d{13,25}$/, checked: 13 }],
  ['30', upTo('Count', 8, String.raw`\d`)],
  ['37', upTo('Count of trade items', 8, String.raw`\d`)],
  ['400', upTo('Customer order number', 30)],
  ['401', upTo('Consignment (GINC)', 30)],
  ['402', digits('Shipment (GSIN)', 17, true)],
  ['403', upTo('Routing code', 30)],
  ['410', digits('Ship to (GLN)', 13, true)],
  ['411', digits('Bill to (GLN)', 13, true)],
  ['412', digits('Purchased from (GLN)', 13, true)],
  ['413', digits('Ship for (GLN)', 13, true)],
  ['414', digits('Place (GLN)', 13, true)],
  ['415', digits('Invoicing party (GLN)', 13, true)],
  ['416', digits('Production place (GLN)', 13, true)],
  ['417', digits('Party (GLN)', 13, true)],
  ['420', upTo('Ship-to postcode', 20)],
  ['421', { title: 'Ship-to postcode with country', pattern: new RegExp(`^\\d{3}${text}{1,9}$`) }],
  ['422', { title: 'Country of origin', pattern: /^\d{3}$/ }],
  ['8003', { title: 'Returnable asset (GRAI)', pattern: new RegExp(`^0\\d{13}${text}{0,16}$`), checked: 14 }],
  ['8004', upTo('Asset (GIAI)', 30)],
  ['8006', { title: 'Piece of a trade item', pattern: /^\d{18}$/, checked: 14 }],
  ['8008', { title: 'Made at', pattern: /^\d{8,12}$/ }],
  ['8017', { title: 'Service provider (GSRN)', pattern: /^\d{18}$/, checked: 18 }],
  ['8018', { title: 'Service recipient (GSRN)', pattern: /^\d{18}$/, checked: 18 }],
]);

function ruleOf(ai: string): AiRule | undefined {
  const rule = rules.get(ai);
  if (rule !== undefined) return rule;
  // Measures: the fourth digit says where the decimal point is.
  if (/^3[1-6]\d[0-9]$/.test(ai)) return digits('Measure', 6);
  return /^9\d$/.test(ai) ? upTo('Company information', 90) : undefined;
}

/** One application identifier with its value. */
export interface Element {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
  /** `none`: this one carries no check digit. */
  readonly check: 'right' | 'wrong' | 'none';
  /** ISO date, for those that hold one. */
  readonly date?: string;
}

export type ParsedGs1 =
  | { readonly ok: true; readonly elements: readonly Element[] }
  | { readonly ok: false; readonly reason: string };

/**
 * A GS1 barcode in any of its writings: brackets, raw with FNC1 (and a symbology prefix), a Digital Link, an EPC URN.
 * Undefined when the text is none of these at all; a reason in words when it begins like one and is broken.
 */
export function parseGs1(input: string): ParsedGs1 | undefined {
  const trimmed = input.trim();
  if (/^https?:\/\//i.test(trimmed)) return parseDigitalLink(trimmed);
  if (/^urn:epc:/i.test(trimmed)) return parseEpcUrn(trimmed);
  const isMarked = /^\](?:C1|d2|Q3|e0)/.test(trimmed) || trimmed.startsWith(fnc1);
  const bare = trimmed.replace(/^\][A-Za-z]\d/, '');
  if (/^\(\d{2,4}\)/.test(bare)) return parseBrackets(bare);
  return isMarked || bare.includes(fnc1) ? parseRaw(bare) : undefined;
}

function parseBrackets(input: string): ParsedGs1 {
  const elements: Element[] = [];
  const pieces = input.split(/\((\d{2,4})\)/).slice(1);
  for (let index = 0; index < pieces.length; index += 2) {
    const ai = pieces[index] ?? '';
    const read = elementOf(ai, (pieces[index + 1] ?? '').trim());
    if (typeof read === 'string') return { ok: false, reason: read };
    elements.push(read);
  }
  return { ok: true, elements };
}

function parseRaw(input: string): ParsedGs1 {
  const elements: Element[] = [];
  let rest = input;
  while (rest !== '') {
    if (rest.startsWith(fnc1)) {
      rest = rest.slice(1);
      continue;
    }
    const ai = [2, 3, 4].map((length) => rest.slice(0, length)).find((each) => ruleOf(each) !== undefined);
    if (ai === undefined)
      return { ok: false, reason: `${rest.slice(0, 4)} begins no application identifier` };
    const after = rest.slice(ai.length);
    const end = ruleOf(ai)?.length ?? lengthUntilFnc1(after);
    const read = elementOf(ai, after.slice(0, end));
    if (typeof read === 'string') return { ok: false, reason: read };
    elements.push(read);
    rest = after.slice(end);
  }
  return elements.length === 0 ? { ok: false, reason: 'nothing stands in it' } : { ok: true, elements };
}

function lengthUntilFnc1(rest: string): number {
  const at = rest.indexOf(fnc1);
  return at === -1 ? rest.length : at;
}

/** The element, or why it is none. */
function elementOf(ai: string, written: string): Element | string {
  const rule = ruleOf(ai);
  if (rule === undefined) return `(${ai}) is no application identifier known here`;
  const value =
    rule.length !== undefined || rule.checked !== undefined ? written.replaceAll(/\s/g, '') : written;
  if (!rule.pattern.test(value)) return `(${ai}) ${rule.title} cannot be '${written.slice(0, 40)}'`;
  const check =
    rule.checked === undefined ? 'none' : hasGs1CheckDigit(value.slice(0, rule.checked)) ? 'right' : 'wrong';
  return {
    ai,
    title: rule.title,
    value,
    check,
    ...(rule.isDate === true ? { date: isoDateOf(value) } : {}),
  };
}

/** YYMMDD; a day of 00 is the last of the month. Years 51 to 99 are of the last century. */
function isoDateOf(value: string): string {
  const year = Number(value.slice(0, 2)) + (Number(value.slice(0, 2)) >= 51 ? 1900 : 2000);
  const month = Number(value.slice(2, 4));
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Number(value.slice(4)) === 0 ? last : Math.min(last, Number(value.slice(4)));
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `https://any.host/any/path/01/GTIN/21/SERIAL?17=251231`: from the first application identifier on, in pairs. */
function parseDigitalLink(input: string): ParsedGs1 | undefined {
  const [, path = '', query = ''] = /^https?:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?/i.exec(input) ?? [];
  const segments = path.split('/').filter((segment) => segment !== '');
  const start = segments.findIndex(
    (segment, index) => primaryKeys.has(segment) && index + 1 < segments.length,
  );
  if (start === -1) return undefined;
  const pairs: [string, string][] = [];
  for (let index = start; index + 1 < segments.length; index += 2)
    pairs.push([segments[index] ?? '', unescaped(segments[index + 1] ?? '')]);
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=').map(unescaped);
    if (ruleOf(name) !== undefined) pairs.push([name, value]);
  }
  const elements: Element[] = [];
  for (const [ai, value] of pairs) {
    const read = elementOf(ai, ai === '01' && /^\d{8,13}$/.test(value) ? value.padStart(14, '0') : value);
    if (typeof read === 'string') return { ok: false, reason: read };
    elements.push(read);
  }
  return { ok: true, elements };
}

const primaryKeys: ReadonlySet<string> = new Set([
  '00',
  '01',
  '253',
  '255',
  '401',
  '402',
  '414',
  '417',
  '8003',
  '8004',
  '8006',
  '8017',
  '8018',
]);

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

interface UrnScheme {
  /** Digits of the body before its check digit; 0: there is none. */
  readonly bodyDigits: number;
  readonly build: (key: string, serial: string) => readonly (readonly [string, string])[];
  /** The first digit of the second part moves in front of the prefix. */
  readonly movesFirst: boolean;
}

const schemes: Readonly<Record<string, UrnScheme>> = {
  sscc: { bodyDigits: 17, movesFirst: true, build: (key) => [['00', key]] },
  sgtin: {
    bodyDigits: 13,
    movesFirst: true,
    build: (key, serial) => [
      ['01', key],
      ['21', serial],
    ],
  },
  lgtin: {
    bodyDigits: 13,
    movesFirst: true,
    build: (key, lot) => [
      ['01', key],
      ['10', lot],
    ],
  },
  sgln: {
    bodyDigits: 12,
    movesFirst: false,
    build: (key, extension) =>
      extension === '' || extension === '0'
        ? [['414', key]]
        : [
            ['414', key],
            ['254', extension],
          ],
  },
  grai: { bodyDigits: 12, movesFirst: false, build: (key, serial) => [['8003', `0${key}${serial}`]] },
  giai: { bodyDigits: 0, movesFirst: false, build: (key) => [['8004', key]] },
};

/** `urn:epc:id:SCHEME:PREFIX.REFERENCE[.SERIAL]` as of the EPC Tag Data Standard; the check digit is put back. */
function parseEpcUrn(input: string): ParsedGs1 {
  const match = /^urn:epc:(?:id|class):([a-z]+):(\d{6,12})\.([^.]*)(?:\.(.+))?$/i.exec(input);
  const scheme = schemes[match?.[1]?.toLowerCase() ?? ''];
  if (match === null || scheme === undefined)
    return { ok: false, reason: 'this EPC URN is of no scheme known here' };
  const [, , prefix = '', reference = '', serial = ''] = match;
  const body = scheme.movesFirst
    ? `${reference.slice(0, 1)}${prefix}${reference.slice(1)}`
    : `${prefix}${reference}`;
  if (scheme.bodyDigits > 0 && !new RegExp(`^\\d{${scheme.bodyDigits}}$`).test(body))
    return { ok: false, reason: 'the EPC URN has not the digits its scheme asks for' };
  const key = scheme.bodyDigits > 0 ? `${body}${gs1CheckDigit(body)}` : body;
  const elements: Element[] = [];
  for (const [ai, value] of scheme.build(key, unescaped(serial))) {
    const read = elementOf(ai, value);
    if (typeof read === 'string') return { ok: false, reason: read };
    elements.push(read);
  }
  return { ok: true, elements };
}

/**
 * The one text that names the thing: 18 digits for an SSCC, else the key in brackets. Undefined where the elements name
 * only a kind of thing (a GTIN without serial) or a check digit is wrong.
 */
export function keyOf(elements: readonly Element[]): string | undefined {
  if (elements.some(({ check }) => check === 'wrong')) return undefined;
  const value = (ai: string): string | undefined => elements.find((element) => element.ai === ai)?.value;
  const sscc = value('00');
  if (sscc !== undefined) return sscc;
  const [gtin, serial, grai, giai] = [value('01'), value('21'), value('8003'), value('8004')];
  if (gtin !== undefined && serial !== undefined) return `(01)${gtin}(21)${serial}`;
  if (grai !== undefined && grai.length > 14) return `(8003)${grai}`;
  return giai === undefined ? undefined : `(8004)${giai}`;
}
