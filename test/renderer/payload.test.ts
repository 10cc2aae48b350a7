import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bytesOfBase64, payloadHex, payloadJson, payloadText, visibleText } from '#renderer/text/payload.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a payload shown as JSON', () => {
  it('is indented, with every digit and key as it was sent', () => {
    const sent = '{"id":12345678901234567890,"id":1.10,"a":[],"b":{"c":[1,"x, {y}"]}}';
    expect(payloadJson(bytesOf(sent))).toBe(
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "id": 1.10,',
        '  "a": [],',
        '  "b": {',
        '    "c": [',
        '      1,',
        '      "x, {y}"',
        '    ]',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  it('is not offered for anything else', () => {
    expect([payloadJson(bytesOf('4.2 °C')), payloadJson(bytesOf(''))]).toEqual([undefined, undefined]);
  });

  it('means the same as what was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shown = payloadJson(bytesOf(JSON.stringify(value)));
        expect(JSON.parse(shown ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('a payload shown as text', () => {
  it('shows what could not be seen by its code', () => {
    expect(payloadText(bytesOf('a\u0000b\u202Ec\tde\u0301'))).toBe('a\\u0000b\\u202ec\tde\u0301');
    expect(visibleText('plain <b>text</b>')).toBe('plain <b>text</b>');
  });
});

describe('a payload shown in hex', () => {
  it('has sixteen bytes a line with their offset and what of them is printable', () => {
    expect(payloadHex(bytesOfBase64(btoa('Waymark\u0000\u00ff-0123456789')))).toBe(
      [
        '0000  57 61 79 6d 61 72 6b 00 ff 2d 30 31 32 33 34 35  Waymark··-012345',
        '0010  36 37 38 39                                      6789',
      ].join('\n'),
    );
  });
});
