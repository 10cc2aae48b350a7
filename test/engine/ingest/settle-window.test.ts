import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createSettleWindow } from '#engine/ingest/settle-window.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

function makeWindow(maxMessages = 100, maxBytes = 1_000) {
  const clock = createFakeClock();
  return { clock, window: createSettleWindow({ clock, maxMessages, maxBytes }) };
}

describe('settle window', () => {
  it('acknowledges in the order of arrival, each once, whatever the order of commits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 40 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (order, count) => {
          const { window } = makeWindow();
          const acknowledged: number[] = [];
          const settled = Array.from({ length: count }, (_, index) =>
            window.enter(1, () => acknowledged.push(index)),
          );
          const done = new Set<number>();
          for (const index of order) {
            settled[index]?.();
            if (index < count) done.add(index);
            const firstOpen = settled.findIndex((_, at) => !done.has(at));
            const expected = firstOpen === -1 ? count : firstOpen;
            expect(acknowledged).toEqual(Array.from({ length: expected }, (_, at) => at));
            expect(window.size()).toBe(count - expected);
          }
        },
      ),
    );
  });

  it('stays correct over thousands of messages', () => {
    const { window } = makeWindow(10_000, 10_000);
    const acknowledged: number[] = [];
    let settled: (() => void)[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      settled.push(window.enter(1, () => acknowledged.push(index)));
      if (index % 7 === 6) {
        for (const settle of settled.reverse()) settle();
        settled = [];
      }
    }
    for (const settle of settled) settle();
    expect(acknowledged).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
    expect(window.size()).toBe(0);
  });

  it('has room for so many messages and bytes, and for one that is larger than all', () => {
    const { window } = makeWindow(2, 10);
    const huge = window.enter(50);
    expect(window.hasRoom()).toBe(false);
    huge();
    expect(window.hasRoom()).toBe(true);
    window.enter(1);
    expect(window.hasRoom()).toBe(true);
    window.enter(1);
    expect(window.hasRoom()).toBe(false);
  });

  it('tells the one who waits as soon as there is room, once', () => {
    const { window } = makeWindow(1);
    const settle = window.enter(1);
    let told = 0;
    window.whenRoom(() => {
      told += 1;
    });
    settle();
    window.enter(1)();
    expect(told).toBe(1);
  });

  it('acknowledges nothing once closed, but still counts what is unsettled', async () => {
    const { window } = makeWindow();
    const acknowledged: string[] = [];
    const settle = window.enter(1, () => acknowledged.push('late'));
    const drained = window.drained();
    window.close();
    await drained;
    expect(window.size()).toBe(1);
    settle();
    expect([window.size(), acknowledged]).toEqual([0, []]);
  });

  it('measures how long nothing was settled; an empty window is never idle', () => {
    const { clock, window } = makeWindow();
    clock.advance(60_000);
    expect(window.idleMs()).toBe(0);
    const first = window.enter(1);
    window.enter(1);
    clock.advance(5_000);
    expect(window.idleMs()).toBe(5_000);
    first();
    clock.advance(1_000);
    expect(window.idleMs()).toBe(1_000);
  });

  it('is drained when the last message is settled', async () => {
    const { window } = makeWindow();
    const [first, second] = [window.enter(1), window.enter(1)];
    let drained = false;
    const waiting = (async () => {
      await window.drained();
      drained = true;
    })();
    second();
    await Promise.resolve();
    expect(drained).toBe(false);
    first();
    await waiting;
    expect(drained).toBe(true);
  });
});
