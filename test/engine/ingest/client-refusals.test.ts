import { describe, expect, it } from 'vitest';

import { ClientRefusals } from '#engine/ingest/client-refusals.ts';
import { createRateLimit } from '#engine/ingest/rate-limit.ts';
import { minuteMs } from '#shared/domain/time.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

describe('refusals', () => {
  it('are all counted and told, logged once a minute, and shown while they are news', () => {
    const clock = createFakeClock();
    const logged: unknown[] = [];
    const told: unknown[] = [];
    const note = (_message: string, fields?: unknown): void => {
      logged.push(fields);
    };
    const refusals = new ClientRefusals(clock, { info: note, warn: note, error: note }, (refusal) =>
      told.push(refusal),
    );
    for (let index = 0; index < 100; index += 1) refusals.note({ reason: 'connection-rate' });
    clock.advance(minuteMs);
    refusals.note({ reason: 'packet-too-large', clientId: 'rogue' });
    refusals.note({ reason: 'connection-rate' });
    expect(logged).toEqual([
      { reason: 'connection-rate', count: 1 },
      { reason: 'packet-too-large', clientId: 'rogue', count: 1 },
      { reason: 'connection-rate', count: 101 },
    ]);
    expect(told).toHaveLength(102);
    expect(refusals.counts()).toEqual({ 'connection-rate': 101, 'packet-too-large': 1 });
    expect(refusals.problem()).toBe(
      'A client was refused because connections come too fast (101 times so far).',
    );
    clock.advance(11 * minuteMs);
    expect(refusals.problem()).toBeUndefined();
  });
});

describe('rate limit', () => {
  it('lets a burst pass, then so many a second', () => {
    const clock = createFakeClock();
    const pass = createRateLimit(clock, 2, 3);
    const passed = (tries: number): number =>
      Array.from({ length: tries }, () => pass()).filter(Boolean).length;
    expect(passed(10)).toBe(3);
    clock.advance(500);
    expect(passed(10)).toBe(1);
    clock.advance(60_000);
    expect(passed(10)).toBe(3);
  });
});
