import { describe, expect, it } from 'vitest';

import type { LinkEnd } from '#engine/ingest/mqtt-link.ts';
import { createReconnectPolicy } from '#engine/ingest/reconnect-policy.ts';

const end = (cause: LinkEnd['cause'], upMs?: number): LinkEnd => ({ cause, upMs, problem: '' });

describe('reconnect policy', () => {
  it('waits longer each time, up to half a minute', () => {
    const policy = createReconnectPolicy(() => 1);
    const delays = Array.from({ length: 8 }, () => policy.ended(end('unreachable')).delayMs);
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads consoles by up to half of the delay', () => {
    expect(createReconnectPolicy(() => 0).ended(end('unreachable')).delayMs).toBe(500);
    expect(createReconnectPolicy(() => 0.999).ended(end('unreachable')).delayMs).toBe(1_000);
  });

  it('starts from the shortest delay again after a link that held', () => {
    const policy = createReconnectPolicy(() => 1);
    policy.ended(end('unreachable'));
    policy.ended(end('closed', 29_999));
    expect(policy.ended(end('closed', 30_000)).delayMs).toBe(1_000);
  });

  it('tries refused credentials slowly', () => {
    const policy = createReconnectPolicy(() => 1);
    expect([policy.ended(end('refused')).delayMs, policy.ended(end('refused')).delayMs]).toEqual([
      15_000, 30_000,
    ]);
  });

  it('backs off far from a certain rival', () => {
    const policy = createReconnectPolicy(() => 1);
    const ends = Array.from({ length: 6 }, () => policy.ended(end('taken-over', 1_000)));
    expect(ends.map(({ delayMs }) => delayMs)).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
    expect(ends.every(({ rival }) => rival === 'certain')).toBe(true);
  });

  it('suspects a rival after four short links in a row, and not when attempts failed in between', () => {
    const policy = createReconnectPolicy(() => 1);
    const rivals = Array.from({ length: 4 }, () => policy.ended(end('closed', 2_000)).rival);
    expect(rivals).toEqual([undefined, undefined, undefined, 'suspected']);
    policy.ended(end('unreachable'));
    expect(policy.ended(end('closed', 2_000)).rival).toBeUndefined();
  });

  it('does not take its own cuts or silence for a rival', () => {
    const policy = createReconnectPolicy(() => 1);
    const rivals = (['cut', 'silent', 'cut', 'silent', 'cut', 'silent'] as const).map(
      (cause) => policy.ended(end(cause, 2_000)).rival,
    );
    expect(new Set(rivals)).toEqual(new Set([undefined]));
  });

  it('is never beyond reason, even after a week of failures', () => {
    const policy = createReconnectPolicy(() => 1);
    for (let attempt = 0; attempt < 30_000; attempt += 1) policy.ended(end('unreachable'));
    expect(policy.ended(end('unreachable')).delayMs).toBe(30_000);
  });
});
