import { describe, expect, it } from 'vitest';

import { emptyLog, growLog } from '#renderer/data/log-buffer.ts';

const frame = (
  rows: readonly number[],
  rest: { readonly reset?: boolean; readonly skipped?: number } = {},
) => ({
  rows,
  cursor: '',
  reset: false,
  skipped: 0,
  ...rest,
});

describe('a log on screen', () => {
  it('keeps the newest rows and counts all there were', () => {
    const first = growLog(emptyLog, frame([1, 2, 3], { reset: true }), 4);
    expect(growLog(first, frame([4, 5, 6], { skipped: 2 }), 4)).toEqual({
      rows: [3, 4, 5, 6],
      total: 6,
      skipped: 2,
      resets: 1,
    });
  });

  it('starts over where the engine says so', () => {
    const before = growLog(emptyLog, frame([1, 2], { reset: true }), 10);
    expect(growLog(before, frame([8, 9], { reset: true }), 10)).toEqual({
      rows: [8, 9],
      total: 2,
      skipped: 0,
      resets: 2,
    });
  });
});
