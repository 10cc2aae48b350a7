import fc from 'fast-check';
import { expect, it } from 'vitest';

import { leadingTime } from '#engine/ingest/leading-time.ts';

it('gives the instant an object begins with', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
      fc.json(),
      (date, rest) => {
        const text = `{"time":${JSON.stringify(date)},"rest":${rest}}`;
        expect(leadingTime(Buffer.from(text))).toBe(date.getTime());
      },
    ),
  );
});

it('gives nothing where that is not certain', () => {
  const texts = [
    '',
    '{',
    '{"time":"',
    '{"time":"2026-11-23T12:00:00"}',
    '{"time":"2026-11-23T12:00:00+01:00"}',
    '{"time":"Z"}',
    '{"time":1763899200}',
    '{"seq":1,"time":"2026-11-23T12:00:00Z"}',
    '[{"time":"2026-11-23T12:00:00Z"}]',
    `{"time":"${' '.repeat(100)}Z"}`,
  ];
  expect(texts.filter((text) => leadingTime(Buffer.from(text)) !== undefined)).toEqual([]);
});
