import { describe, expect, it } from 'vitest';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { orderNotes, shareWords } from '#renderer/text/order-notes.ts';
import { at, noon, orderOnItsWay, scanEvidence, teller } from '../../support/spoken-order.ts';

function notes(patch: Partial<OrderBelievedRow> = {}): readonly string[] {
  return orderNotes({ ...orderOnItsWay(), ...patch }, teller);
}

describe('notes for the desk', () => {
  it('are none where all is well', () => {
    expect(notes()).toEqual([]);
  });

  it('name what was not scanned on the way, by whom it usually is, and a place the plan does not lead through', () => {
    const hole = {
      bizStep: 'loading',
      siteId: 'LYON-DC',
      expectedTime: at(-190),
      because: 'Passed over',
      usualDevices: [{ deviceId: 'GUN-3' }],
    };
    expect(
      notes({
        holes: [hole],
        plan: [{ siteId: 'LYON-DC', bizStep: 'departing' }],
        location: { kind: 'site', id: 'DIJON', asOf: at(-5), confidence: 0.9, because: [scanEvidence(-5)] },
      }),
    ).toEqual([
      'It is where its plan does not lead: site DIJON.',
      'Not scanned on the way: “Loaded” at site LYON-DC, expected by 08:50 today, usually by GUN-3.',
    ]);
  });

  it('say how probable it is that the promise is missed, where that is a risk', () => {
    expect(notes({ lateness: 'at-risk', lateProbability: 0.724 })).toEqual([
      'It misses its promise with a probability of 72 %.',
    ]);
  });

  it('say that it is as last received while there is no link', () => {
    expect(orderNotes(orderOnItsWay(), { ...teller, heardUntil: noon - 7 * 60_000 })).toEqual([
      'There is no link to the engine: this is as received 7 min ago.',
    ]);
  });
});

describe('a probability', () => {
  it('is never told as certain', () => {
    expect([0, 0.004, 0.5, 0.994, 1].map(shareWords)).toEqual(['< 1 %', '< 1 %', '50 %', '> 99 %', '> 99 %']);
  });
});
