import { expect, it } from 'vitest';

import { createFakeClock } from '../support/fake-clock.ts';

it('runs timers in the order they fall due, each at its own time', () => {
  const clock = createFakeClock(1000);
  const ran: [string, number][] = [];
  const note = (name: string) => () => ran.push([name, clock.now()]);
  clock.after(30, note('late'));
  clock.after(10, () => {
    note('early')();
    clock.after(5, note('made on the way'));
  });
  const stop = clock.every(20, note('periodic'));
  clock.after(20, note('same moment, made later'));
  clock.advance(40);
  stop();
  clock.advance(100);
  expect(ran).toEqual([
    ['early', 1010],
    ['made on the way', 1015],
    ['periodic', 1020],
    ['same moment, made later', 1020],
    ['late', 1030],
    ['periodic', 1040],
  ]);
  expect([clock.now(), clock.monotonic(), clock.pendingTimers()]).toEqual([1140, 140, 0]);
});

it('moves the wall clock without moving time', () => {
  const clock = createFakeClock(1000);
  let ran = false;
  clock.after(10, () => {
    ran = true;
  });
  clock.setNow(500);
  clock.advance(9);
  expect([clock.now(), clock.monotonic(), ran]).toEqual([509, 9, false]);
});
