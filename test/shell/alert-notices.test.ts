import { describe, expect, it } from 'vitest';

import { createAlertNotices } from '../../electron/main/alert-notices.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function rig() {
  const clock = createFakeClock();
  const shown: string[] = [];
  const watched = { now: false };
  const alerts = createAlertNotices({
    timers: clock,
    isWatched: () => watched.now,
    show: ({ title, body }, place) => shown.push(`${title}: ${body} (${place})`),
  });
  const raise = (...names: readonly string[]): void =>
    alerts.raised(names.map((name) => ({ alertId: name, message: `${name} is too warm.` })));
  return { clock, shown, watched, alerts, raise };
}

describe('notices of alerts', () => {
  it('say what one alert says, and lead to it', () => {
    const { clock, shown, raise } = rig();
    raise('a&1');
    clock.advance(1500);
    expect(shown).toEqual(['Alert: a&1 is too warm. (#/alerts?alert=a%261)']);
  });

  it('say once what comes together', () => {
    const { clock, shown, raise } = rig();
    raise('a', 'b');
    clock.advance(1000);
    raise('c', 'd', 'e');
    clock.advance(500);
    expect(shown).toEqual([
      '5 new alerts: a is too warm.\nb is too warm.\nc is too warm.\nand 2 more (#/alerts)',
    ]);
  });

  it('are at most one a minute in a storm, and leave nothing out', () => {
    const { clock, shown, raise } = rig();
    for (let second = 0; second < 130; second += 1) {
      raise(`a${second}`);
      clock.advance(1000);
    }
    clock.advance(60_000);
    expect(shown.map((text) => text.split(':')[0])).toEqual([
      '2 new alerts',
      '60 new alerts',
      '60 new alerts',
      '8 new alerts',
    ]);
  });

  it('are kept from someone who looks at the page', () => {
    const { clock, shown, watched, raise } = rig();
    watched.now = true;
    raise('a');
    clock.advance(60_000);
    expect([shown, clock.pendingTimers()]).toEqual([[], 0]);
  });

  it('end with the program', () => {
    const { clock, shown, alerts, raise } = rig();
    raise('a');
    alerts.stop();
    clock.advance(60_000);
    expect([shown, clock.pendingTimers()]).toEqual([[], 0]);
  });
});
