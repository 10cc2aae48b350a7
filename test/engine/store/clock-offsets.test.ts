import { describe, expect, it } from 'vitest';

import { offsetsAt } from '#engine/store/clock-offsets.ts';
import { hourMs, minuteMs } from '#shared/domain/time.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const fast = 20 * minuteMs;
/** Twenty minutes fast from noon to three. */
const wrong = [{ since: noon, until: noon + 3 * hourMs, offsetMs: fast }];
const heardFirst = [{ since: 0, until: undefined, offsetMs: fast }];
/** What is said of an instant by a clock that is off, and heard after a while. */
const said = (hours: number, off: number, heldMs = 1000): readonly [said: number, receivedAt: number] => [
  noon + hours * hourMs + off,
  noon + hours * hourMs + heldMs,
];

describe('by how much a clock may have been off', () => {
  it.each([
    ['right where nothing was ever found', offsetsAt([], ...said(1, fast)), [0]],
    ['right long before and long after', offsetsAt(wrong, ...said(-9, 0, 5 * hourMs)), [0]],
    ['wrong in between', offsetsAt(wrong, ...said(1, fast)), [fast]],
    ['wrong in between, however long it was held up', offsetsAt(wrong, ...said(1, fast, hourMs)), [fast]],
    ['right where it comes promptly, before that was noticed', offsetsAt(wrong, ...said(2.9, 0)), [0]],
    ['wrong where it comes promptly, before that was noticed', offsetsAt(wrong, ...said(-0.5, fast)), [fast]],
    ['either, held up from about when it changed', offsetsAt(wrong, ...said(3.5, 0, hourMs)), [0, fast]],
    ['either, from before it was first heard', offsetsAt(heardFirst, ...said(-20, 0, 9 * hourMs)), [fast, 0]],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
