import { describe, expect, it } from 'vitest';

import { calendar, livelyPhase } from '../../../electron/simulator/calendar.ts';
import { faultIds, usualFaults } from '../../../electron/simulator/faults/fault.ts';
import { parseOptions } from '../../../electron/simulator/options.ts';
import type { RunSpan } from '../../../electron/simulator/pacing.ts';
import { pace, runSpan } from '../../../electron/simulator/pacing.ts';

const broker = ['--broker', 'mqtt://127.0.0.1:1883'];
const nowMs = Date.UTC(2026, 10, 22, 9);
const hourMs = 3_600_000;

function span(argv: readonly string[]): RunSpan {
  return runSpan(parseOptions([...broker, ...argv]), nowMs);
}

describe('the command line', () => {
  it('runs for ever in real time with everything that can go wrong, unless told otherwise', () => {
    expect(parseOptions(broker)).toEqual({
      brokerUrl: 'mqtt://127.0.0.1:1883',
      seed: 1,
      speed: 1,
      faults: [...usualFaults],
      backfillMs: 3 * hourMs,
    });
  });

  it('runs a given time as fast as it can and without faults, unless told otherwise', () => {
    expect(parseOptions([...broker, '--days', '2'])).toMatchObject({
      lengthMs: 48 * hourMs,
      speed: 'max',
      faults: [],
      backfillMs: 0,
    });
    expect(
      parseOptions([...broker, '--hours', '0.5', '--speed', '60', '--faults', 'door-open, late-sync']),
    ).toMatchObject({
      lengthMs: hourMs / 2,
      speed: 60,
      faults: ['late-sync', 'door-open'],
    });
  });

  it('does everything that can go wrong when asked to', () => {
    expect(parseOptions([...broker, '--faults', 'all']).faults).toEqual([...faultIds]);
    expect(parseOptions([...broker, '--hours', '1', '--faults', 'usual']).faults).toEqual([...usualFaults]);
  });

  it('keeps its state beside the token file', () => {
    expect(parseOptions([...broker, '--token-file', 'data/station.json']).statePath).toMatch(
      /data.simulator\.json$/,
    );
  });

  it.each([
    [[], '--broker URL is missing'],
    [[...broker, '--seed', 'x'], '--seed must be a whole number'],
    [[...broker, '--days', '0'], '--days must be a number above 0'],
    [[...broker, '--days', '1', '--hours', '1'], 'not both'],
    [[...broker, '--faults', 'earthquake'], "there is no fault 'earthquake'"],
    [[...broker, '--start', 'yesterday'], '--start must be an ISO-8601 instant'],
    [[...broker, '--colour'], '--colour'],
  ])('says what is wrong with %j', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});

describe('the simulated clock', () => {
  it('begins now, or early enough to end now', () => {
    expect(span([])).toEqual({ fromMs: nowMs, aheadMs: 0 });
    expect(span(['--days', '3'])).toEqual({ fromMs: nowMs - 72 * hourMs, toMs: nowMs, aheadMs: 0 });
    expect(span(['--speed', '10'])).toEqual({ fromMs: nowMs - 24 * hourMs, aheadMs: 0 });
  });

  it('may be sent ahead of the wall by less than a day', () => {
    expect(span(['--start', '2026-11-23T06:00:00Z'])).toMatchObject({ aheadMs: 23 * hourMs });
    expect(() => span(['--start', '2026-11-24T06:00:00Z'])).toThrow('23 hours ahead');
    expect(() => span(['--start', '2026-11-22T09:00:00Z', '--days', '1'])).toThrow('23 hours ahead');
    expect(() => span(['--speed', 'max'])).toThrow('needs --days or --hours');
  });

  it('never overtakes the wall, whatever its speed', async () => {
    const wall = { ms: nowMs };
    const clock = pace(
      { fromMs: nowMs - hourMs, aheadMs: 0 },
      60,
      () => wall.ms,
      new AbortController().signal,
    );
    expect(clock.now()).toBe(nowMs - hourMs);
    wall.ms += 30_000;
    expect(clock.now()).toBe(nowMs - hourMs / 2);
    wall.ms += hourMs;
    expect(clock.now()).toBe(wall.ms);
    expect(await clock.until(wall.ms)).toBe(true);
  });

  it('stops waiting when the run is stopped', async () => {
    const stop = new AbortController();
    const clock = pace({ fromMs: nowMs, aheadMs: 0 }, 1, () => nowMs, stop.signal);
    const waiting = clock.until(nowMs + hourMs);
    stop.abort();
    expect(await waiting).toBe(false);
  });
});

describe('the working day', () => {
  it('begins at midnight in Paris, also when the clocks change', () => {
    const days = calendar(0);
    expect(new Date(days.baseOf(20_779)).toISOString()).toBe('2026-11-21T23:00:00.000Z');
    const spring = days.dayOf(Date.UTC(2027, 2, 28, 12));
    expect(days.baseOf(spring + 1) - days.baseOf(spring)).toBe(23 * hourMs);
    for (let at = nowMs; at < nowMs + 48 * hourMs; at += hourMs) {
      const day = days.dayOf(at);
      expect([days.baseOf(day) <= at, at < days.baseOf(day + 1)]).toEqual([true, true]);
    }
  });

  it('is moved so that a demo begins in the middle of it, at any hour', () => {
    for (let hour = 0; hour < 24; hour++) {
      const atMs = nowMs + hour * hourMs;
      const moved = calendar(livelyPhase(atMs));
      const hourOfDay = (atMs - moved.baseOf(moved.dayOf(atMs))) / hourMs;
      expect(hourOfDay).toBeGreaterThanOrEqual(8.75);
      expect(hourOfDay).toBeLessThanOrEqual(13.5);
    }
    expect(livelyPhase(nowMs)).toBe(0);
  });
});
