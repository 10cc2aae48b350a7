import { describe, expect, it } from 'vitest';

import { DropWatch } from '#engine/ingest/drop-watch.ts';
import { hourMs } from '#shared/domain/time.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

function watch(previous?: number) {
  const clock = createFakeClock();
  const totals: number[] = [];
  return { clock, totals, drops: new DropWatch(clock, previous, (total) => totals.push(total)) };
}

describe('drop watch', () => {
  it('takes the first value ever as the start, and shows what comes on top for an hour', () => {
    const { clock, drops, totals } = watch();
    expect(drops.read('120')).toBe(false);
    expect(drops.problem()).toBeUndefined();
    expect(drops.read('123')).toBe(true);
    expect(drops.problem()).toMatch(/^The broker dropped 3 message/);
    clock.advance(hourMs + 1);
    expect(drops.problem()).toBeUndefined();
    expect(totals).toEqual([120, 123]);
  });

  it('shows what was dropped while we were not running', () => {
    const { drops } = watch(100);
    expect(drops.read('4100')).toBe(true);
    expect(drops.problem()).toMatch(/^The broker dropped 4000 message/);
  });

  it('counts on after the broker began at zero again', () => {
    const { drops } = watch(100);
    expect(drops.read('0')).toBe(false);
    expect(drops.read('7')).toBe(true);
    expect(drops.problem()).toMatch(/^The broker dropped 7 message/);
  });

  it.each(['', ' ', 'many', '-1', '1.5', 'Infinity', '1e400'])('makes nothing of %j', (text) => {
    const { drops, totals } = watch(1);
    expect([drops.read(text), totals]).toEqual([false, []]);
  });
});
