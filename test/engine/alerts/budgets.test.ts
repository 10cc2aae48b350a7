import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { BudgetRules } from '#engine/alerts/budget-rules.ts';
import { budgetUse } from '#engine/alerts/budget-use.ts';
import { createBook } from '#engine/alerts/book.ts';
import { limitsOf } from '#engine/alerts/limits.ts';
import { toIso } from '#shared/domain/time.ts';

import { createAlertRig, type AlertRig } from '../../support/alert-rig.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const minute = 60_000;
const budget = {
  side: 'above',
  value: 8,
  inclusive: false,
  quantity: 'Temperature',
  mode: 'budget',
  forS: 3600,
  severity: 'high',
} as const;
const [limit] = limitsOf({ id: 'vaccine', name: 'Vaccine', limits: [budget] });
if (limit === undefined) throw new Error('the profile has a limit');

const each = (from: number, values: readonly number[]) =>
  values.map((value, index) => ({ time: (from + index) * minute, value }));
const many = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const closed = (...sensors: ReturnType<typeof each>[]) => ({ isOpen: false, sensors });
const open = (...sensors: ReturnType<typeof each>[]) => ({ isOpen: true, sensors });

describe('a budget', () => {
  it('is used over all legs, by the sensor that says the most on each', () => {
    const use = budgetUse(
      [closed(each(0, [9, 9, 9, 5]), each(0, [9, 5])), open(each(100, [...many(58, 9), 5]))],
      limit,
    );
    expect(use).toEqual({ usedMs: 61 * minute, legs: 2, usedUpAt: 157 * minute, running: undefined });
  });

  it('runs out later where the goods are beyond the limit now, and counts no gap', () => {
    const use = budgetUse([open(each(0, many(11, 9)), [])], limit);
    expect(use).toEqual({
      usedMs: 10 * minute,
      legs: 1,
      usedUpAt: undefined,
      running: { since: 0, asOf: 10 * minute, until: 60 * minute },
    });
    const gap = budgetUse([open([...each(0, many(5, 9)), ...each(200, many(5, 9))])], limit);
    expect([gap.usedMs, gap.running?.since]).toEqual([8 * minute, 200 * minute]);
  });

  it('is what a stop-watch says that is held beside every reading', () => {
    const values = fc.array(fc.constantFrom(5, 8, 8.4, 12), { minLength: 2, maxLength: 200 });
    fc.assert(
      fc.property(values, values, (first, second) => {
        const watch = (list: readonly number[]): number =>
          list.slice(0, -1).filter((value) => value > 8).length * minute;
        const use = budgetUse([closed(each(0, first)), open(each(1000, second))], limit);
        expect(use.usedMs).toBe(watch(first) + watch(second));
        expect(use.usedUpAt !== undefined).toBe(use.usedMs >= 60 * minute);
      }),
      { numRuns: 500, seed: 20_261_128 },
    );
  });
});

describe('an order whose goods have a budget', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let rig: AlertRig;
  let now: number;
  let arrival: number | undefined;
  let rules: BudgetRules;

  beforeEach(() => {
    folder = temporaryFolder();
    rig = createAlertRig(folder.path);
    now = rig.clock.now();
    rig.store.profiles.put({ id: 'vaccine', name: 'Vaccine', limits: [budget] });
    for (const [id, deviceId, vehicleId] of [
      ['a', 'S-1', 'truck-1'],
      ['b', 'S-2', 'truck-2'],
    ] as const) {
      rig.store.places.putVehicle({ vehicleId });
      rig.store.tracking.putAssociation({
        associationId: id,
        deviceId,
        channel: undefined,
        subjectType: 'vehicle',
        subjectId: vehicleId,
        from: now - 1000 * minute,
        to: undefined,
      });
    }
    rig.tracking.world.refresh();
    rig.post({
      orderNumber: 'WM-1',
      items: [{ name: 'x', quantity: 1, temperatureProfileId: 'vaccine' }],
      parcels: [{ parcelId: 'P-1' }],
    });
    rules = new BudgetRules({
      store: rig.store,
      clock: rig.clock,
      book: createBook(rig.store, rig.clock),
      governance: rig.alerts.governance,
      associations: () => rig.tracking.world.associations(),
      arrivalOf: () => arrival,
    });
  });

  afterEach(() => {
    rig.stop();
    folder.remove();
  });

  const scan = (minutes: number, bizStep: string, vehicleId: string): void =>
    rig.send([
      {
        kind: 'scan',
        deviceId: 'H',
        time: now + minutes * minute,
        codes: ['P-1'],
        bizStep,
        vehicleId,
      },
    ]);
  const read = (deviceId: string, from: number, values: readonly number[]): void =>
    rig.send(values.map((value, index) => rig.reading(deviceId, now + (from + index) * minute, value)));
  const look = (): void => {
    rig.clock.advance(60_000);
    for (const step of rules.due()) rig.store.transaction(step);
  };
  const told = () => rig.list('stability-budget').filter(({ subject }) => subject.type === 'order');

  it('is told before it runs out, where that is before it arrives, and no more once it is cool again', () => {
    scan(-60, 'loading', 'truck-1');
    read('S-1', -30, many(21, 9));
    arrival = now + 71 * minute;
    look();
    expect(told()).toMatchObject([
      { state: 'active-unacknowledged', orderNumbers: ['WM-1'], startTime: toIso(now - 30 * minute) },
    ]);
    expect(told()[0]?.message).toContain(`runs out at ${toIso(now + 30 * minute)}, 41 min before it arrives`);
    read('S-1', -9, [5, 5]);
    look();
    expect(told()[0]?.state).toBe('returned-unacknowledged');
  });

  it('is not told where it arrives in time, or where nobody knows when', () => {
    scan(-60, 'loading', 'truck-1');
    read('S-1', -30, many(21, 9));
    arrival = now + 29 * minute;
    look();
    arrival = undefined;
    look();
    expect(told()).toEqual([]);
  });

  it('is told of as used up on two vehicles together', () => {
    scan(-300, 'loading', 'truck-1');
    read('S-1', -290, [...many(40, 9), 5]);
    scan(-200, 'unloading', 'truck-1');
    scan(-190, 'loading', 'truck-2');
    read('S-2', -180, [...many(25, 9), 5]);
    look();
    expect(told()).toMatchObject([{ startTime: toIso(now - 160 * minute), orderNumbers: ['WM-1'] }]);
    expect(told()[0]?.message).toContain('on 2 legs');
  });
});
