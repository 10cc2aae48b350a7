import { describe, expect, it } from 'vitest';

import type { TimelineRow } from '#shared/contract/types.ts';

import { ridesOf } from '#renderer/screens/orders/rides.ts';
import { at, noon } from '../../support/spoken-order.ts';

const minute = (minutes: number): number => noon + minutes * 60_000;
const vehicles = new Set(['TRK-1', 'VAN-2']);

function scan(minutes: number, bizStep: string, on?: string, parcelIds = ['P1']): TimelineRow {
  const base = {
    id: `${minutes} ${bizStep}`,
    kind: 'scan',
    eventTime: at(minutes),
    recordTime: at(minutes),
    text: '',
  };
  return {
    ...base,
    source: { type: 'device', id: 'd' },
    parcelIds,
    bizStep,
    ...(on === undefined ? {} : { on }),
  };
}

function rides(timeline: readonly TimelineRow[], onNow: readonly string[] = []) {
  return ridesOf({
    timeline,
    vehicleOf: (code) => (vehicles.has(code) ? code : undefined),
    onNow: new Set(onNow),
  });
}

describe('the rides of an order', () => {
  it('go from being loaded to being taken off, one vehicle after the other', () => {
    expect(
      rides(
        [
          scan(-300, 'packing', 'CAGE-9'),
          scan(-290, 'loading', 'TRK-1'),
          scan(-280, 'departing', 'TRK-1'),
          scan(-200, 'arriving', 'TRK-1'),
          scan(-190, 'unloading', 'TRK-1'),
          scan(-60, 'loading', 'VAN-2'),
        ],
        ['VAN-2'],
      ),
    ).toEqual([
      { vehicleId: 'TRK-1', from: minute(-290), to: minute(-190) },
      { vehicleId: 'VAN-2', from: minute(-60), to: undefined },
    ]);
  });

  it('end with the last scan where nobody said that it was taken off', () => {
    expect(rides([scan(-60, 'loading', 'VAN-2'), scan(-20, 'transporting', 'VAN-2')])).toEqual([
      { vehicleId: 'VAN-2', from: minute(-60), to: minute(-20) },
    ]);
  });

  it('end when it is put on another vehicle without having been taken off', () => {
    expect(rides([scan(-60, 'loading', 'TRK-1'), scan(-30, 'loading', 'VAN-2')], ['VAN-2'])).toEqual([
      { vehicleId: 'TRK-1', from: minute(-60), to: minute(-30) },
      { vehicleId: 'VAN-2', from: minute(-30), to: undefined },
    ]);
  });

  it('of several parcels on one vehicle are one', () => {
    expect(
      rides([
        scan(-60, 'loading', 'TRK-1', ['P1']),
        scan(-55, 'loading', 'TRK-1', ['P2']),
        scan(-10, 'unloading', 'TRK-1', ['P1']),
        scan(-5, 'unloading', 'TRK-1', ['P2']),
      ]),
    ).toEqual([{ vehicleId: 'TRK-1', from: minute(-60), to: minute(-5) }]);
  });

  it('are none for what is on no vehicle anybody knows', () => {
    expect(rides([scan(-60, 'loading', 'PALLET-1'), scan(-50, 'storing')])).toEqual([]);
  });
});
