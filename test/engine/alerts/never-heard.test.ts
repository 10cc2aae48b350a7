import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;

let folder: ReturnType<typeof temporaryFolder>;
let rig: AlertRig;

beforeEach(() => {
  folder = temporaryFolder();
  rig = createAlertRig(folder.path);
  // What was kept back has come.
  rig.clock.advance(2 * minute);
});

afterEach(() => {
  rig.stop();
  folder.remove();
});

const silences = () =>
  rig
    .list('device-silent')
    .map(({ state, subject, startTime, endTime }) => [state, subject.id, startTime, endTime]);

describe('a device that never said anything', () => {
  it('is silent once a cadence was set up for it and has passed twice, also across a restart', () => {
    rig.store.devices.configure({ deviceId: 'S-1', expectedEveryS: 300 });
    rig.clock.advance(8 * minute);
    rig.restart();
    expect(silences()).toEqual([]);
    rig.clock.advance(5 * minute);
    expect(silences().map(([state, id]) => [state, id])).toEqual([['active-unacknowledged', 'S-1']]);
    expect(rig.list('device-silent')[0]?.message).toContain('Nothing was ever heard of S-1');
  });

  it('is silent where it was put on a truck, though nobody set it up', () => {
    rig.store.tracking.putAssociation({
      associationId: 'a1',
      deviceId: 'S-2',
      channel: undefined,
      subjectType: 'vehicle',
      subjectId: 'V-1',
      from: rig.clock.now(),
      to: undefined,
    });
    rig.tracking.world.refresh();
    rig.clock.advance(33 * minute);
    expect(silences()).toHaveLength(1);
  });

  it('is silent until the first thing it speaks of, however late that comes in', () => {
    rig.store.devices.configure({ deviceId: 'S-1', expectedEveryS: 300 });
    rig.clock.advance(30 * minute);
    const said = rig.clock.now() - 2 * minute;
    rig.send([rig.reading('S-1', said, 5)]);
    rig.clock.advance(2 * minute);
    const [found] = rig.list('device-silent');
    expect([found?.endTime, found?.state]).toEqual([toIso(said), 'returned-unacknowledged']);
  });

  it('never was silent where a backlog shows that it spoke in time', () => {
    rig.store.devices.configure({ deviceId: 'S-1', expectedEveryS: 300 });
    const begin = rig.clock.now();
    rig.clock.advance(30 * minute);
    expect(silences()).toHaveLength(1);
    const kept = Array.from({ length: 6 }, (_, index) => [
      rig.reading('S-1', begin + (index + 1) * 5 * minute, 5),
    ]);
    rig.sendAll(kept);
    rig.clock.advance(3 * minute);
    expect(silences()).toEqual([]);
  });

  it('is not missed where nobody counts on it', () => {
    rig.store.devices.configure({ deviceId: 'S-1', kind: 'sensor' });
    rig.clock.advance(35 * minute);
    expect(silences()).toEqual([]);
  });
});
