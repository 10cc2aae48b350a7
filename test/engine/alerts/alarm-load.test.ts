import { describe, expect, it } from 'vitest';

import { alarmLoad, type RaisedAlert } from '#engine/alerts/alarm-load.ts';

const minute = 60_000;
const hour = 60 * minute;

const one = (raised: number, subjectId = 'a', severity: RaisedAlert['severity'] = 'low'): RaisedAlert => ({
  kind: 'late',
  subjectType: 'order',
  subjectId,
  severity,
  raised,
});

describe('the load of alarms on people', () => {
  it('is all zeros where nothing was raised', () => {
    expect(alarmLoad([], 0, hour)).toMatchObject({
      raised: 0,
      perHour: 0,
      peak: undefined,
      floodShare: 0,
      topShare: 0,
    });
  });

  it('has a rate per hour and ten minutes, and the ten minutes with the most', () => {
    const alerts = [0, 30, 31, 32, 90].map((at) => one(at * minute, `order ${at}`));
    expect(alarmLoad(alerts, 0, 2 * hour)).toMatchObject({
      raised: 5,
      perHour: 2.5,
      peak: { count: 3, from: 30 * minute },
      chattering: [],
    });
  });

  it('is a flood from the eleventh in ten minutes until fewer than five are left in them', () => {
    const eleven = Array.from({ length: 11 }, (_, index) => one(index * 1000, String(index)));
    // The eleventh comes at 10 s; the seventh leaves the ten minutes at 606 s, and four are left.
    expect(alarmLoad(eleven, 0, hour).floodShare).toBeCloseTo((606 - 10) / 3600, 9);
    expect(alarmLoad(eleven.slice(0, 10), 0, hour).floodShare).toBe(0);
  });

  it('calls a source chattering that was raised three times within a minute, not at its end', () => {
    expect(
      alarmLoad(
        [0, 30_000, 59_999].map((at) => one(at)),
        0,
        hour,
      ).chattering,
    ).toMatchObject([{ count: 3 }]);
    expect(
      alarmLoad(
        [0, 30_000, 60_000].map((at) => one(at)),
        0,
        hour,
      ).chattering,
    ).toEqual([]);
    expect(
      alarmLoad(
        [0, 1, 2].map((at) => one(at, String(at))),
        0,
        hour,
      ).chattering,
    ).toEqual([]);
  });

  it('names the ten busiest sources with their share, and the mix of severities', () => {
    const alerts = Array.from({ length: 22 }, (_, index) =>
      one(index * minute, index < 11 ? 'busy' : String(index), index === 0 ? 'critical' : 'low'),
    );
    const load = alarmLoad(alerts, 0, hour);
    expect(load.topSources.length).toBe(10);
    expect(load.topSources[0]).toMatchObject({ subjectId: 'busy', count: 11 });
    expect(load.topShare).toBeCloseTo(20 / 22, 9);
    expect(load.bySeverity).toEqual({ low: 21, medium: 0, high: 0, critical: 1 });
  });
});
