import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { canonicalCode } from '#shared/domain/codes.ts';
import { gs1CheckDigit } from '#shared/domain/gs1-check.ts';
import { keyOf, parseGs1 } from '#shared/domain/identifiers/gs1.ts';

const separator = String.fromCharCode(29);

function read(text: string): string[] | string | undefined {
  const parsed = parseGs1(text);
  if (parsed === undefined) return undefined;
  return parsed.ok
    ? parsed.elements.map(({ ai, value, check, date }) => [ai, value, check, date].filter(Boolean).join(' '))
    : parsed.reason;
}

describe('GS1 barcodes', () => {
  const content = ['01 09506681021354 right', '17 201031 none 2020-10-31', '30 100 none'];

  it.each([
    '(01)09506681021354(17)201031(30)100',
    `]C1010950668102135417201031${separator}30100`,
    `${separator}01095066810213541720103130100`,
    `]d201095066810213541720103130100${separator}`,
    'https://id.gs1.org/01/09506681021354?17=201031&30=100',
  ])('%s is read', (text) => expect(read(text)).toEqual(content));

  it('a day of 00 is the last of the month', () => {
    expect(read('(17)240200')).toEqual(['17 240200 none 2024-02-29']);
  });

  it('a wrong check digit in a barcode is said, and nothing else of it is lost', () => {
    expect(read('(01)09506681021352(17)201031(30)100')).toEqual([
      '01 09506681021352 wrong',
      '17 201031 none 2020-10-31',
      '30 100 none',
    ]);
  });

  it('variable fields end at FNC1, and only there', () => {
    expect(read(`]C110LOT17${separator}21S1`)).toEqual(['10 LOT17 none', '21 S1 none']);
  });

  it.each([
    ['urn:epc:id:sscc:0614141.1234567890', ['00 106141412345678908 right']],
    ['urn:epc:id:sgtin:0614141.812345.6789', ['01 80614141123458 right', '21 6789 none']],
    ['urn:epc:id:sgln:0614141.12345.0', ['414 0614141123452 right']],
    ['urn:epc:id:sgln:0614141.12345.400', ['414 0614141123452 right', '254 400 none']],
    ['urn:epc:id:grai:0614141.12345.400', ['8003 00614141123452400 right']],
    ['urn:epc:id:giai:0614141.12345400', ['8004 061414112345400 none']],
  ] as const)('%s gets its check digit back', (urn, elements) => expect(read(urn)).toEqual(elements));

  it('what is broken is said in words', () => {
    expect(read('(00)123')).toBe("(00) SSCC cannot be '123'");
    expect(read('(05)1')).toBe('(05) is no application identifier known here');
    expect(read('urn:epc:id:nonsense:0614141.1')).toBe('this EPC URN is of no scheme known here');
    expect(read('WM-1001')).toBeUndefined();
    expect(read('https://example.org/shop')).toBeUndefined();
  });

  it('a thing with a serial number is one thing, however it is written', () => {
    const key = '(01)09506681021354(21)A7';
    for (const text of [
      '(01)09506681021354(21)A7',
      '(01)09506681021354(17)201031(21)A7',
      `]C1010950668102135421A7`,
      'https://example.org/x/01/9506681021354/21/A7',
      'urn:epc:id:sgtin:9506681.002135.A7',
    ])
      expect(canonicalCode(text)).toBe(key);
    expect(canonicalCode('(01)09506681021354(17)201031')).toBe('(01)09506681021354(17)201031');
  });

  it('a USPS barcode is its number without the postcode in front', () => {
    expect(canonicalCode('420221539101026837331000039521')).toBe('9101026837331000039521');
    expect(canonicalCode('9101026837331000039521')).toBe('9101026837331000039521');
  });

  it('brackets and raw text with FNC1 are read alike', () => {
    const body = fc.stringMatching(/^\d{13}$/);
    const words = fc.stringMatching(/^[A-Z0-9]{1,20}$/);
    fc.assert(
      fc.property(body, words, words, (gtin, lot, serial) => {
        const value = `${gtin}${gs1CheckDigit(gtin)}`;
        expect(read(`(01)${value}(10)${lot}(21)${serial}`)).toEqual(
          read(`]C101${value}10${lot}${separator}21${serial}`),
        );
      }),
    );
  });

  it('no text makes it throw', () => {
    const start = fc.constantFrom('', '(01)', ']C1', separator, 'https://a.b/01/', 'urn:epc:id:sgtin:');
    fc.assert(
      fc.property(start, fc.string(), (head, rest) => {
        const parsed = parseGs1(head + rest);
        if (parsed?.ok === true) expect(keyOf(parsed.elements)).not.toBe('');
        expect(typeof canonicalCode(head + rest)).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});
