import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isFields, jsonLimits, parseJson } from '#shared/domain/json-guard.ts';

const encoder = new TextEncoder();

function parse(text: string, limits = jsonLimits) {
  return parseJson(encoder.encode(text), limits);
}

function reasonFor(text: string): string {
  const parsed = parse(text);
  return parsed.ok ? 'taken' : parsed.reason;
}

describe('JSON from devices', () => {
  test('gives what JSON.parse gives for everything inside the limits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 12 }), fc.boolean(), (text, spaced) => {
        const sent = spaced ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
        const parsed = parse(sent);
        if (sent.includes('__proto__') || !parsed.ok) return;
        expect(parsed.value).toEqual(JSON.parse(sent));
      }),
      { numRuns: 2000 },
    );
  });

  test('never throws and never leaves a prototype key, whatever the bytes', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const parsed = parseJson(bytes);
        expect(typeof parsed.ok).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  test.each([
    ['nothing', '', 'empty-payload'],
    ['text that is not JSON', 'hello', 'not-json'],
    ['a literal NaN', '{"a":NaN}', 'not-json'],
    ['a number that overflows', '{"a":1e999}', 'out-of-range'],
    ['a negative number that overflows', '[-1E400]', 'out-of-range'],
    ['a number of 400 digits', `[${'9'.repeat(400)}]`, 'out-of-range'],
    ['half of a surrogate pair', String.raw`["\ud83d"]`, 'not-json'],
    ['half of a surrogate pair in a key', String.raw`{"\uDE00":1}`, 'not-json'],
    ['64 KB', `"${'a'.repeat(4094)}"${' '.repeat(65_536)}`, 'too-large'],
    ['17 levels', `${'['.repeat(17)}${']'.repeat(17)}`, 'too-deep'],
    ['2 million open brackets', '['.repeat(60_000), 'too-deep'],
    [
      '201 keys',
      JSON.stringify(Object.fromEntries([...Array(201).keys()].map((key) => [`k${key}`, 0]))),
      'too-many-keys',
    ],
    ['a text of 4097 bytes', `"${'a'.repeat(4097)}"`, 'string-too-long'],
    ['a text of 1366 three-byte characters', `"${'€'.repeat(1366)}"`, 'string-too-long'],
  ])('refuses %s', (_what, text, reason) => {
    expect(reasonFor(text)).toBe(reason);
  });

  test.each([
    ['16 levels', `${'['.repeat(16)}${']'.repeat(16)}`],
    [
      '200 keys in each of two objects',
      JSON.stringify(
        [0, 1].map(() => Object.fromEntries([...Array(200).keys()].map((key) => [`k${key}`, 0]))),
      ),
    ],
    ['a text of 4096 bytes', `"${'a'.repeat(4096)}"`],
    ['4096 bytes written as escapes', `"${String.raw`\u0061`.repeat(4096)}"`],
    ['2048 escaped two-byte characters', `"${String.raw`\u00e9`.repeat(2048)}"`],
    ['1024 escaped surrogate pairs', `"${String.raw`\ud83d\ude00`.repeat(1024)}"`],
    ['brackets inside a text', `"${'['.repeat(100)}"`],
    ['an exponent that fits', '{"a":1.5E+2}'],
    ['zero in every spelling', '[0,-0,0.0,0e0]'],
  ])('takes %s', (_what, text) => {
    expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(parseJson(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({
      ok: false,
      reason: 'not-json',
      detail: 'the text is not valid UTF-8',
    });
  });

  test('removes prototype keys in every spelling', () => {
    const spellings = [
      '__proto__',
      String.raw`\u005f_proto__`,
      String.raw`_\u005fproto__`,
      String.raw`\u005F\u005Fproto\u005f_`,
    ];
    for (const key of spellings) {
      const parsed = parse(`{"a":{"${key}":{"admin":true},"b":1}}`);
      expect(parsed).toEqual({ ok: true, value: { a: { b: 1 } } });
      const inner = parsed.ok && isFields(parsed.value) ? parsed.value['a'] : undefined;
      expect(Reflect.get(Object(inner), 'admin')).toBeUndefined();
    }
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  test('leaves overflowing numbers to a decoder that asks for them', () => {
    expect(parse('[1e999,2]', { ...jsonLimits, nonFinite: 'keep' })).toEqual({
      ok: true,
      value: [Infinity, 2],
    });
  });
});
