import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { alertAreas, areaOfKind, type Groupable, groupAlerts } from '#shared/domain/alert-groups.ts';
import { alertKinds, severities } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

const storm = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...alertKinds),
      severity: fc.constantFrom(...severities),
      minute: fc.integer({ min: 0, max: 9 }),
      cause: fc.option(fc.nat(1200), { freq: 3 }),
    }),
    { maxLength: 1000 },
  )
  .map((drafts) =>
    drafts.map(({ kind, severity, minute, cause }, index): Groupable => ({
      alertId: `alert-${index}`,
      kind,
      severity,
      raisedTime: toIso(Date.UTC(2026, 10, 22, 8, minute)),
      // A cause has no cause of its own.
      ...(cause === null || index < 20 ? {} : { causedBy: `alert-${cause % 20}` }),
    })),
  );

describe('alerts as groups', () => {
  it('are at most ten entries for any storm, that hold every alert once, the worst first', () => {
    fc.assert(
      fc.property(storm, (alerts) => {
        const groups = groupAlerts(alerts);
        expect(groups.length).toBeLessThanOrEqual(10);
        const ids = groups.flatMap((group) => group.alerts.map(({ alertId }) => alertId));
        expect(ids.toSorted()).toEqual(alerts.map(({ alertId }) => alertId).toSorted());
        const ranks = groups.map((group) =>
          Math.max(...group.alerts.map(({ severity }) => severities.indexOf(severity))),
        );
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      }),
      { numRuns: 300, seed: 20_261_128 },
    );
  });

  it('do not depend on the order in which alerts come', () => {
    fc.assert(
      fc.property(storm, fc.integer(), (alerts, seed) => {
        const shuffled = alerts.toSorted((a, b) => hash(a.alertId, seed) - hash(b.alertId, seed));
        const gist = (list: readonly Groupable[]): string[] =>
          groupAlerts(list)
            .map(({ alerts: members }) => members.map(({ alertId }) => alertId).join(' '))
            .sort();
        expect(gist(shuffled)).toEqual(gist(alerts));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('keep what follows from a cause with it', () => {
    const row = (alertId: string, kind: Groupable['kind'], causedBy?: string): Groupable => ({
      alertId,
      kind,
      severity: 'medium',
      raisedTime: toIso(0),
      causedBy,
    });
    const groups = groupAlerts([
      row('a', 'broker-down'),
      row('b', 'device-silent', 'a'),
      row('c', 'device-silent', 'a'),
      row('d', 'device-silent', 'gone'),
    ]);
    expect(groups.map(({ cause, alerts }) => [cause?.alertId, alerts.length])).toEqual([
      ['a', 3],
      [undefined, 1],
    ]);
  });

  it('have an area for every kind', () => {
    expect(new Set(alertKinds.map((kind) => areaOfKind[kind]))).toEqual(new Set(alertAreas));
  });
});

function hash(text: string, seed: number): number {
  let value = seed;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 2_654_435_761);
  return value;
}
