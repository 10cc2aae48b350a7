import { describe, expect, it } from 'vitest';

import {
  endsNow,
  fixedParams,
  parseTyped,
  readRange,
  spanOf,
  typedText,
} from '#renderer/charts/time-range.ts';
import { hourMs } from '#shared/domain/time.ts';

const now = Date.UTC(2026, 10, 22, 14, 3, 7);

describe('a range in an address', () => {
  it('is the last 24 hours unless it says otherwise', () => {
    expect(readRange({})).toEqual({ preset: '24h', fixed: undefined });
    expect(readRange({ range: '7d' })).toEqual({ preset: '7d', fixed: undefined });
    expect(readRange({ range: 'soon', from: 'x' })).toEqual({ preset: '24h', fixed: undefined });
  });

  it('is a fixed span, open at an end that is not given', () => {
    const from = '2026-11-22T10:00:00Z';
    expect(readRange({ from, to: '2026-11-22T11:00:00Z' }).fixed).toEqual({
      from: Date.parse(from),
      to: Date.parse(from) + hourMs,
    });
    expect(endsNow(readRange({ from }))).toBe(true);
    expect(readRange({ from, to: from }).fixed).toBeUndefined();
    expect(
      readRange(
        Object.fromEntries(
          Object.entries(fixedParams({ from: now })).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, value]],
          ),
        ),
      ),
    ).toEqual({ preset: '24h', fixed: { from: now, to: undefined } });
  });
});

describe('the span that is asked for', () => {
  it('reaches past now by less than two points and moves by whole points', () => {
    const choice = readRange({ range: '1h' });
    const points = 700;
    const spans = [0, 1000, 2000, 60_000].map((later) => spanOf(choice, { now: now + later, points }));
    const stepMs = Math.ceil(hourMs / points);
    spans.forEach((span, index) => {
      const at = now + ([0, 1000, 2000, 60_000][index] ?? 0);
      expect(span.to).toBeGreaterThanOrEqual(at);
      expect(span.to - at).toBeLessThan(2 * stepMs);
      expect(span.from % stepMs).toBe(0);
      expect(span.to - span.from).toBe(stepMs * points);
    });
    expect(spans[0]).toEqual(spans[1]);
  });

  it('is exactly the fixed one', () => {
    expect(spanOf({ preset: '1h', fixed: { from: 5000, to: 9000 } }, { now, points: 100 })).toEqual({
      from: 5000,
      to: 9000,
    });
    expect(spanOf({ preset: '1h', fixed: { to: now } }, { now, points: 100 })).toEqual({
      from: now - hourMs,
      to: now,
    });
  });
});

describe('a typed time', () => {
  it('is local time of the zone, or has its own offset', () => {
    expect(parseTyped('2026-11-22 14:00', 'Europe/Berlin')).toEqual({
      ok: true,
      time: Date.UTC(2026, 10, 22, 13),
    });
    expect(parseTyped(' 2026-07-01 ', 'Europe/Berlin')).toEqual({
      ok: true,
      time: Date.UTC(2026, 5, 30, 22),
    });
    expect(parseTyped('2026-11-22T14:00:00Z', 'Europe/Berlin')).toEqual({
      ok: true,
      time: Date.UTC(2026, 10, 22, 14),
    });
    expect(parseTyped('2026-11-22 14:00 −05:00', 'Europe/Berlin')).toEqual({
      ok: true,
      time: Date.UTC(2026, 10, 22, 19),
    });
  });

  it('is nothing when empty, and no time when it is none', () => {
    expect(parseTyped('', 'UTC')).toEqual({ ok: true, time: undefined });
    for (const text of ['yesterday', '14:00', '1763820000', '2026-13-01', '2026'])
      expect(parseTyped(text, 'UTC')).toEqual({ ok: false });
  });

  it('reads back what is shown', () => {
    expect(parseTyped(typedText(now, 'America/New_York'), 'America/New_York')).toEqual({
      ok: true,
      time: now,
    });
    expect(typedText(undefined, 'UTC')).toBe('');
  });
});
