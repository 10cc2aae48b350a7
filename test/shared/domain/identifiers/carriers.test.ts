import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';

import { carrierFormats } from '#shared/domain/identifiers/carrier-formats.ts';
import { compactCode, judgeCarrierNumber } from '#shared/domain/identifiers/carrier-number.ts';

interface Vector {
  readonly courier: string;
  readonly format: string;
  readonly number: string;
  readonly valid: boolean;
}

const folder = join(
  process.env['WAYMARK_FIXTURES'] ?? join(import.meta.dirname, '../../../../../shared/fixtures'),
  'tracking-numbers',
);
const isThere = existsSync(folder);
function read(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

/** Formats that are published without an id go by their name. */
const named: Readonly<Record<string, string>> = {
  'UPS Waybill': 'ups-waybill',
  'Old Dominion': 'old-dominion',
  'Old Dominion Guaranteed Shipment': 'old-dominion-guaranteed-shipment',
  'LaserShip 1LS7 (18)': 'lasership-1ls7-18',
};

const byId = new Map(carrierFormats.map((format) => [format.id, format]));

describe("carriers' numbers", () => {
  it.each([
    ['s10', 'RB123456785GB', 'right'],
    ['s10', 'RB123456786US', 'wrong'],
    ['s10', 'RB123456785XX', undefined],
    ['ups', '1Z999AA10123456784', 'right'],
    ['ups', '1Z1111111111111111', 'wrong'],
    ['fedex_12', '986578788855', 'right'],
    ['fedex_12', '996578788855', 'wrong'],
    ['dpd_14', '09980000020033F', 'right'],
    ['dpd_14', '09980000020034D', 'right'],
    ['amazon_logistics', 'TBA000000000000', 'none'],
  ] as const)('as %s, %s is %s', (id, number, state) => {
    expect(judgeCarrierNumber(number, byId.get(id)!)).toBe(state);
  });

  it('no text makes a format throw', () => {
    const anything = fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Z]{0,40}$/));
    fc.assert(
      fc.property(anything, (text) => {
        for (const format of carrierFormats)
          expect(['right', 'wrong', 'none', undefined]).toContain(
            judgeCarrierNumber(compactCode(text), format),
          );
      }),
      { numRuns: 200 },
    );
  });
});

if (isThere) {
  describe("carriers' published numbers", () => {
    it('every published format is in the registry, once', () => {
      const published = read('formats.json') as { couriers: { formats: { id?: string; name: string }[] }[] };
      const ids = published.couriers.flatMap(({ formats }) =>
        formats.map(({ id, name }) => id ?? named[name]),
      );
      expect(new Set(carrierFormats.map(({ id }) => id))).toEqual(new Set(ids));
      expect(carrierFormats).toHaveLength(ids.length);
    });

    it('all 199 published numbers are judged as stated', () => {
      const vectors = read('vectors.json') as readonly Vector[];
      const wrong = vectors.filter(({ format, number, valid }) => {
        const state = judgeCarrierNumber(compactCode(number), byId.get(named[format] ?? format)!);
        return (state === 'right' || state === 'none') !== valid;
      });
      expect(vectors).toHaveLength(199);
      expect(wrong).toEqual([]);
    });
  });
} else {
  test.skip(`published tracking numbers: no folder ${folder} (set WAYMARK_FIXTURES)`, () => undefined);
}
