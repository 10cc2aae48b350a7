import { describe, expect, it } from 'vitest';

import { evaluate, type RaisedAlert, type Truth } from '../../electron/station/evaluate.ts';
import { judgeRun } from '../support/judge.ts';
import { mismatchKinds, shortfalls } from '../support/judge-targets.ts';

describe('a small world, judged', () => {
  it('finds what really went wrong with parcels, and nothing else', () => {
    const { truth, alerts, orders } = judgeRun({
      seed: 51,
      hours: 26,
      ordersPerDay: 24,
      faults: ['wrong-site', 'cloned-label', 'swapped-steps', 'wrong-door', 'miscount', 'misread-label'],
      without: ['position', 'reading', 'status'],
    });
    // Without positions nobody can tell what will be late, and devices that are left out say nothing.
    const isMismatch = ({ kind }: { readonly kind: string }): boolean => mismatchKinds.has(kind);
    const [told, heard] = [truth.filter(isMismatch), alerts.filter(isMismatch)];
    expect(shortfalls(told, heard, orders)).toEqual([]);
    const scores = evaluate(told, heard);
    expect(Object.keys(scores)).toEqual(
      expect.arrayContaining(['impossible-travel', 'out-of-sequence', 'quantity-mismatch', 'wrong-site']),
    );
    expect(scores['out-of-sequence']).toMatchObject({ precision: 1, recall: 1 });
  }, 240_000);
});

describe('the targets of a judged run', () => {
  const time = '2026-01-14T10:00:00Z';
  const truthOf = (kind: string, id: string): Truth => ({
    time,
    kind,
    subject: { type: 'parcel', id },
    from: time,
    detail: {},
  });
  const alertOf = (kind: RaisedAlert['kind'], id: string): RaisedAlert => ({
    kind,
    subject: { type: 'parcel', id },
    orderNumbers: [],
    startTime: time,
    raisedTime: time,
  });
  const ids = Array.from({ length: 10 }, (_, index) => `P${index}`);
  const truth = ids.map((id) => truthOf('wrong-vehicle', id));

  it('are met by alerts that say what is true', () => {
    expect(
      shortfalls(
        truth,
        ids.map((id) => alertOf('wrong-vehicle', id)),
        10,
      ),
    ).toEqual([]);
  });

  it('are missed by alerts that are not so, are not raised, or speak of delays nobody has', () => {
    const wrong = ids.map((id) => alertOf('wrong-vehicle', id.replace('P', 'Q')));
    expect(shortfalls(truth, wrong, 10)).toEqual([
      'wrong-vehicle: precision 0.00 of 10',
      'wrong-vehicle: recall 0.00 of 10',
    ]);
    expect(shortfalls(truth, [], 10)).toEqual(['wrong-vehicle: recall 0.00 of 10']);
    const delays = ids.slice(0, 2).map((id) => alertOf('stalled', id));
    expect(shortfalls([], delays, 100)).toEqual(['delays: precision 0.00', '2 false delays for 100 orders']);
  });
});
