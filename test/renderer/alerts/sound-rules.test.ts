import { describe, expect, it } from 'vitest';

import { isQuiet, minuteOf, noSound, readChoice, SoundNews } from '#renderer/alerts/sound-rules.ts';
import type { AlertRow } from '#shared/contract/types.ts';

const alert = (alertId: string, severity: AlertRow['severity'], more: Partial<AlertRow> = {}): AlertRow =>
  ({ alertId, severity, state: 'active-unacknowledged', ...more }) as AlertRow;

describe('new alerts', () => {
  it('sound once, as the worst of those that were chosen', () => {
    const news = new SoundNews();
    const old = alert('alert-1', 'critical');
    expect(news.look([old], ['critical'])).toBeUndefined();
    const arrived = [old, alert('alert-2', 'medium'), alert('alert-3', 'high')];
    expect(news.look(arrived, ['medium', 'high'])).toBe('high');
    expect(news.look(arrived, ['medium', 'high'])).toBeUndefined();
  });

  it('do not sound when nobody chose them, or when they were acknowledged or withdrawn', () => {
    const news = new SoundNews();
    news.look([], []);
    expect(news.look([alert('alert-1', 'critical')], [])).toBeUndefined();
    const done = [
      alert('alert-2', 'high', { state: 'active-acknowledged' }),
      alert('alert-3', 'high', { withdrawn: true }),
    ];
    expect(news.look(done, ['high'])).toBeUndefined();
  });

  it('sound again when they come back unacknowledged', () => {
    const news = new SoundNews();
    news.look([alert('alert-1', 'high')], ['high']);
    news.look([alert('alert-1', 'high', { state: 'returned-unacknowledged' })], ['high']);
    expect(news.look([alert('alert-1', 'high')], ['high'])).toBe('high');
  });
});

describe('quiet hours', () => {
  const night = { ...noSound, quietFrom: '22:00', quietTo: '06:00' };

  it('go over midnight, and end with their last minute', () => {
    const quiet = ['21:59', '22:00', '00:00', '05:59', '06:00'].map((time) =>
      isQuiet(night, minuteOf(time)!),
    );
    expect(quiet).toEqual([false, true, true, true, false]);
  });

  it('are none where one end is missing or no time', () => {
    expect(isQuiet({ ...night, quietTo: '' }, 0)).toBe(false);
    expect(isQuiet({ ...night, quietTo: '25:00' }, 0)).toBe(false);
  });
});

describe('a choice that was kept', () => {
  it('is read as far as it makes sense', () => {
    expect(readChoice('{"on":["high","loud"],"quietFrom":7}')).toEqual({ ...noSound, on: ['high'] });
    expect(readChoice(null)).toEqual(noSound);
    expect(readChoice('nonsense')).toEqual(noSound);
  });
});
