import { describe, expect, it } from 'vitest';

import { findBest, matchScore } from '#renderer/shell/fuzzy.ts';

const items = (...texts: string[]) => texts.map((text) => ({ texts: [text] }));
const found = (texts: string[], typed: string): string[] =>
  findBest(items(...texts), typed, 10).best.map((item) => item.texts[0]!);

describe('finding by what was typed', () => {
  it('ranks the whole text before its start, a word in it, a part of it and scattered letters', () => {
    expect(found(['t r u c k', 'mytruck', 'old truck', 'truck-12', 'truck'], 'truck')).toEqual([
      'truck',
      'truck-12',
      'old truck',
      'mytruck',
      't r u c k',
    ]);
  });

  it('does not care for case and accents', () => {
    expect(matchScore('Kühlhaus Göttingen', 'KUHLHAUS')).toBeGreaterThan(0);
  });

  it('wants every word, in any order', () => {
    expect(found(['Cold room 2', 'Cold room 12', 'Dry room 12'], '12 cold')).toEqual(['Cold room 12']);
  });

  it('does not find what is not there', () => {
    expect(found(['cold-001', 'gun-2'], 'pallet')).toEqual([]);
  });

  it('says how many there are beyond those it gives', () => {
    const many = items(...Array.from({ length: 40 }, (_, index) => `tag-${index}`));
    const { best, total } = findBest(many, 'tag', 7);
    expect([best.length, total]).toEqual([7, 40]);
  });
});
