import { expect, it } from 'vitest';

import { FloodGuard, type FloodGuardOptions } from '#engine/ingest/flood-guard.ts';
import type { InboundMessage } from '#engine/ingest/source.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

const now = Date.UTC(2026, 10, 23, 12);

function rig(over: Partial<FloodGuardOptions> = {}) {
  const clock = createFakeClock(now);
  const warnings: unknown[] = [];
  const guard = new FloodGuard({
    clock,
    log: { info() {}, warn: (_message, fields) => void warnings.push(fields), error() {} },
    limit: () => ({ perSecond: 10, burst: 100 }),
    devicesOn: () => 1,
    isBacklog: () => false,
    standsAlone: () => true,
    ...over,
  });
  /** How many of so many messages on a topic are let in. */
  const admitted = (count: number, topic = 'a'): number => {
    let passed = 0;
    for (let index = 0; index < count; index += 1)
      if (guard.admission(message(topic)) !== 'limited') passed += 1;
    return passed;
  };
  return { clock, warnings, admitted };
}

function message(topic: string): InboundMessage {
  const payload = new Uint8Array();
  return { source: 's', topic, payload, qos: 1, retained: false, dup: false, receivedAt: now };
}

it('lets a burst in, then so many a second, whatever others send', () => {
  const { clock, admitted } = rig();
  expect(admitted(500)).toBe(100);
  expect(admitted(50, 'b')).toBe(50);
  clock.advance(3_000);
  expect(admitted(500)).toBe(30);
  clock.advance(3_600_000);
  expect(admitted(500)).toBe(100);
});

it('gives a gateway the allowance of each device it speaks for, also of those heard later', () => {
  let devices = 3;
  const { clock, admitted } = rig({ devicesOn: () => devices });
  expect(admitted(500)).toBe(300);
  devices = 5;
  clock.advance(1_000);
  expect(admitted(500)).toBe(30 + 200);
});

it('never takes what happened long ago for a flood', () => {
  let isOld = true;
  const { admitted } = rig({ isBacklog: () => isOld });
  expect(admitted(3_000)).toBe(3_000);
  isOld = false;
  expect(admitted(10)).toBe(0);
});

it('limits even old facts that have no end', () => {
  const { admitted } = rig({ isBacklog: () => true });
  expect(admitted(10_000)).toBe(100 + 50 * 100);
});

it('says so once a minute, with how many there were', () => {
  const { clock, warnings, admitted } = rig();
  admitted(150);
  clock.advance(30_000);
  admitted(150);
  expect(warnings).toEqual([{ topic: 'a', limited: 1, perSecond: 10, burst: 100 }]);
  clock.advance(30_000);
  admitted(101);
  expect(warnings.slice(1)).toEqual([{ topic: 'a', limited: 100, perSecond: 10, burst: 100 }]);
});

it('remembers no more topics than it has room for, and still those that flood', () => {
  const { clock, admitted } = rig();
  admitted(200, 'flood');
  clock.advance(1_000);
  admitted(200, 'flood');
  for (let index = 0; index < 20_000; index += 1) admitted(1, `t${index}`);
  clock.advance(200);
  expect(admitted(10, 'flood')).toBe(2);
});
