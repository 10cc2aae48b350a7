import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { migrate } from '#engine/store/migrate.ts';
import { migrations } from '#engine/store/migrations/index.ts';
import { databasePath } from '#engine/store/open.ts';
import { packQuality } from '#shared/domain/quality.ts';

import type { AlertRig } from '../../support/alert-rig.ts';
import { eachWithRig } from '../../support/each-with-rig.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const begin = Date.UTC(2026, 10, 20);

let rig: AlertRig;
eachWithRig((started) => (rig = started));

function seriesKey(): number {
  const device = rig.store.devices.get('S-1');
  return rig.store.keys.seriesOf(device!.key, '')[0]!.key;
}

function send(values: readonly number[], from = begin): void {
  rig.sendAll(values.map((value, index) => [rig.reading('S-1', from + index * minute, value)]));
}

/** As a chart of these hours has it, and the same once rollups are made. */
function drawn(points: number) {
  const {
    faults,
    points: found,
    count,
  } = rig.store.readSeries(seriesKey(), {
    from: begin,
    to: begin + 4 * 60 * minute,
    points,
  });
  const [least, most] = [Math.min(...found.map(({ min }) => min)), Math.max(...found.map(({ max }) => max))];
  return { least, most, count, faults: faults.map(({ count: each, values }) => [each, ...values]) };
}

function rollUp(): void {
  while (!rig.store.rollups.renew(rig.clock.now(), 1000, () => 0));
}

describe('what a sensor says that is no measurement', () => {
  it('is no point of a chart and in no rollup, and is told beside them', () => {
    send([5, 5.2, -127, -127, 85, 5.1, 4.9]);
    rig.send([rig.reading('S-1', begin + 30 * minute, 99, { quality: ['sensor-invalid'] })]);
    const expected = { least: 4.9, most: 5.2, count: 4 };
    expect(drawn(1000)).toEqual({
      ...expected,
      faults: [
        [1, -127],
        [1, -127],
        [1, 85],
        [1, 99],
      ],
    });
    rollUp();
    expect(drawn(4)).toEqual({ ...expected, faults: [[4, -127, 85, 99]] });
  });

  it('counts once somebody accepts it, and no longer once it is rejected', () => {
    send([5, 5.2, 85, 5.1]);
    rollUp();
    const at = begin + 2 * minute;
    const span = { kind: 'reading', ref: seriesKey(), from: at, to: at } as const;
    const { key } = rig.store.devices.get('S-1')!;
    const verdict = { time: begin, by: 'Ada', note: 'an oven' };
    rig.store.transaction(() => rig.store.doubts.decide(span, key, { ...verdict, decision: 'accepted' }));
    rollUp();
    expect(drawn(4)).toEqual({ least: 5, most: 85, count: 4, faults: [] });
    rig.store.transaction(() => rig.store.doubts.decide(span, key, { ...verdict, decision: 'rejected' }));
    rollUp();
    expect(drawn(4)).toEqual({ least: 5, most: 5.2, count: 3, faults: [[1, 85]] });
  });

  it('leaves a gap where it lasts', () => {
    send([5, 5, 5, 5, 5, 5, ...Array.from({ length: 60 }, () => -127), 5, 5]);
    const { gaps } = rig.store.readSeries(seriesKey(), {
      from: begin,
      to: begin + 120 * minute,
      points: 1000,
    });
    expect(gaps).toEqual([{ from: begin + 5 * minute, to: begin + 66 * minute }]);
  });

  it('is taken out of the rollups of a database of before', () => {
    const before = temporaryFolder();
    const db = new Database(databasePath(before.path));
    const log = silentLog;
    const options = { dataDir: before.path, clock: systemClock, log };
    migrate(db, { ...options, migrations: migrations.filter(({ version }) => version < 200) });
    const hour = begin / 3_600_000;
    const invalid = packQuality(['sensor-invalid']);
    db.exec(`
      INSERT INTO devices (device_key, device_id, format, identity) VALUES (1, 'T-1', 'waymark', 'T-1');
      INSERT INTO series (series_key, device_key, channel, type, uom) VALUES (1, 1, '', 'Temperature', 'CEL');
      INSERT INTO reading_rows VALUES (1, ${begin}, 0, 5000, 0, 1, 0, NULL, 1),
        (1, ${begin + minute}, 0, -127000, 0, 1, 0, NULL, 2), (1, ${begin + 2 * minute}, 0, 99000, 0, 1, ${invalid}, NULL, 3);
      INSERT INTO fact_doubts (kind, ref, event_time, device_key, flags) VALUES ('reading', 1, ${begin + minute}, 1, 1);
      INSERT INTO rollups (series_key, step, bucket, min, max, sum, count, minutes) VALUES (1, 60, ${hour}, -127000, 99000, -23000, 3, 0);
    `);
    migrate(db, options);
    db.close();
    const store = openTestStore(before.path);
    while (!store.rollups.renew(begin + 2 * 24 * 60 * minute, 1000, () => 0));
    const [rolled] = store.rollups.spans(1, 60, begin, begin + 60 * minute);
    store.close();
    before.remove();
    expect(rolled).toMatchObject({ min: 5, max: 5, count: 1 });
  });
});
