import { describe, expect, it } from 'vitest';

import { createNotices } from '../../electron/main/notices.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const running = { kind: 'running', ready: { type: 'ready', url: 'u', brokerUrl: 'b' } } as const;
const down = { kind: 'down', problem: 'The engine ended.' } as const;

function rig() {
  const clock = createFakeClock();
  const shown: string[] = [];
  const watched = { now: false };
  const notices = createNotices({
    timers: clock,
    isWatched: () => watched.now,
    show: ({ title, body }) => shown.push(body === '' ? title : `${title}: ${body}`),
  });
  return { clock, shown, watched, notices };
}

describe('notices on the desktop', () => {
  it('are not made of a fall from which the engine gets up at once', () => {
    const { clock, shown, notices } = rig();
    notices.engine(down);
    clock.advance(4000);
    notices.engine(running);
    clock.advance(60_000);
    expect(shown).toEqual([]);
  });

  it('say once that nothing is received, and when it is again', () => {
    const { clock, shown, notices } = rig();
    for (let fall = 0; fall < 5; fall += 1) {
      notices.engine(down);
      clock.advance(5000);
    }
    notices.engine(running);
    expect(shown).toEqual(['Waymark receives nothing: The engine ended.', 'Waymark receives again']);
  });

  it('say what the engine complains of for long, with its last words', () => {
    const { clock, shown, notices } = rig();
    notices.problems(['Connecting to the broker.']);
    clock.advance(20_000);
    notices.problems(['The broker cannot be reached.']);
    clock.advance(10_000);
    notices.problems([]);
    expect(shown).toEqual([
      'Waymark needs attention: The broker cannot be reached.',
      'Waymark is well again',
    ]);
  });

  it('are kept from someone who looks at the page, which says it itself', () => {
    const { clock, shown, watched, notices } = rig();
    watched.now = true;
    notices.engine(down);
    clock.advance(60_000);
    notices.engine(running);
    expect(shown).toEqual([]);
  });

  it('end with the program', () => {
    const { clock, shown, notices } = rig();
    notices.engine(down);
    notices.problems(['x']);
    notices.stop();
    clock.advance(60_000);
    expect([shown, clock.pendingTimers()]).toEqual([[], 0]);
  });
});
