import { describe, expect, it } from 'vitest';

import { holdOrder, sortFromText, sortRows, sortToText } from '#renderer/ui/table-order.ts';

const values = (rows: readonly { readonly v?: string | number }[], direction: 'ascending' | 'descending') =>
  sortRows(rows, (row) => row.v, direction).map((row) => row.v);

describe('sorting rows', () => {
  it('puts numbers inside text in the order of their value', () => {
    expect(values([{ v: 'dock-10' }, { v: 'dock-9' }, { v: 'Dock-1' }], 'ascending')).toEqual([
      'Dock-1',
      'dock-9',
      'dock-10',
    ]);
  });

  it('puts rows without a value last, whichever way round', () => {
    expect(values([{}, { v: 0 }, { v: -3 }], 'ascending')).toEqual([-3, 0, undefined]);
    expect(values([{}, { v: 0 }, { v: -3 }], 'descending')).toEqual([0, -3, undefined]);
  });
});

describe('holding the order', () => {
  it('leaves rows where they are although they would stand elsewhere by now', () => {
    expect(holdOrder(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c']);
  });

  it('lets rows that are gone leave, and puts new ones behind the neighbour they would have', () => {
    expect(holdOrder(['a', 'b', 'c'], ['new first', 'c', 'new 1', 'new 2', 'a'])).toEqual([
      'new first',
      'a',
      'c',
      'new 1',
      'new 2',
    ]);
  });
});

describe('a sort in an address', () => {
  const otherwise = { column: 'device', direction: 'ascending' } as const;

  it('is read as it was written', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      expect(sortFromText(sortToText({ column: 'lastSeen', direction }), otherwise)).toEqual({
        column: 'lastSeen',
        direction,
      });
    }
  });

  it('is the default where there is none', () => {
    expect([sortFromText(undefined, otherwise), sortFromText('-', otherwise)]).toEqual([
      otherwise,
      otherwise,
    ]);
  });
});
