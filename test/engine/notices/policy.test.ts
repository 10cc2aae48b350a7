import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { noticeOf } from '#engine/notices/notice-words.ts';
import { gatherMs, isToBeTold, stepsOf } from '#engine/notices/policy.ts';
import { afterQuietHours } from '#engine/notices/quiet-hours.ts';
import { mostAttempts, retryDelayMs } from '#engine/notices/retry.ts';
import type { NoticeRuleSetup } from '#engine/store/notices.ts';
import type { AlertRow } from '#shared/contract/types.ts';
import { alertStates } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

const hour = 3_600_000;
const raised = Date.UTC(2026, 10, 22, 8);

const alert = (more: Partial<AlertRow> = {}): AlertRow => ({
  alertId: 'alert-7',
  kind: 'temperature-excursion',
  severity: 'high',
  state: 'active-unacknowledged',
  subject: { type: 'device', id: 'T-7' },
  orderNumbers: ['WM-1'],
  startTime: toIso(raised - hour),
  raisedTime: toIso(raised),
  changedTime: toIso(raised),
  message: 'T-7 is above 8 °C',
  evidence: [],
  amendments: [],
  notes: [],
  withdrawn: false,
  ...more,
});

const rule = (more: Partial<NoticeRuleSetup> = {}): { since: number; rule: NoticeRuleSetup } => ({
  since: raised - hour,
  rule: {
    ruleId: 'night',
    name: 'Night',
    enabled: true,
    kinds: [],
    minSeverity: 'high',
    steps: [
      { afterS: 0, channelIds: ['mail'] },
      { afterS: 900, channelIds: ['mail', 'hook'] },
    ],
    ...more,
  },
});

const dues = (row: AlertRow, rules: ReturnType<typeof rule>[], taken: string[] = []): string[] =>
  stepsOf(row, rules, new Set(taken), 'Europe/Paris').map(
    ({ step, channelId, due }) => `${step} ${channelId} +${(due - raised) / 1000} s`,
  );

describe('a rule', () => {
  it('tells a moment after an alert is raised, then in steps on each channel; a step taken is not due again', () => {
    expect(dues(alert(), [rule()])).toEqual(['0 mail +3 s', '1 mail +900 s', '1 hook +900 s']);
    expect(dues(alert(), [rule()], [JSON.stringify(['night', 0, 'mail'])])).toEqual([
      '1 mail +900 s',
      '1 hook +900 s',
    ]);
    expect(gatherMs).toBe(3000);
  });

  it('concerns its kinds from its severity on, and nothing that was raised before it', () => {
    expect(dues(alert({ severity: 'medium' }), [rule()])).toEqual([]);
    expect(dues(alert({ severity: 'critical' }), [rule()])).toHaveLength(3);
    expect(dues(alert(), [rule({ kinds: ['late'] })])).toEqual([]);
    expect(dues(alert(), [rule({ enabled: false })])).toEqual([]);
    expect(dues(alert(), [{ ...rule(), since: raised + 1 }])).toEqual([]);
    // The third in a row is told of as well; then it is known to chatter.
    expect([3, 4].map((repeats) => dues(alert({ repeats }), [rule()]).length)).toEqual([3, 0]);
  });

  it('waits for the end of its quiet hours, except for what is bad enough', () => {
    // 08:00 UTC is 09:00 in Paris.
    const quietHours = { from: '22:00', to: '09:30', exceptFrom: 'critical' } as const;
    expect(dues(alert(), [rule({ quietHours })])[0]).toBe('0 mail +1800 s');
    expect(dues(alert({ severity: 'critical' }), [rule({ quietHours })])[0]).toBe('0 mail +3 s');
    expect(dues(alert(), [rule({ quietHours: { ...quietHours, timeZone: 'UTC' } })])[0]).toBe(
      '0 mail +5400 s',
    );
  });

  it('tells only of what nobody knows of yet', () => {
    const told = alertStates.filter((state) => isToBeTold({ state, withdrawn: false }));
    expect(told).toEqual(['active-unacknowledged', 'returned-unacknowledged']);
    expect(isToBeTold({ state: 'active-unacknowledged', withdrawn: true })).toBe(false);
  });
});

describe('quiet hours', () => {
  it('end where the clock on the wall says so, over the change to summer time', () => {
    // 28 March 2026, 23:00 in Paris; the night has an hour less.
    const evening = Date.UTC(2026, 2, 28, 22);
    const end = afterQuietHours(evening, { from: '22:00', to: '06:00' }, 'Europe/Paris');
    expect(toIso(end)).toBe('2026-03-29T04:00:00Z');
  });

  it('never give an instant in the quiet hours, nor one before what was asked, nor one a day away', () => {
    const clockTime = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
        clockTime,
        clockTime,
        fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata'),
        (time, from, to, zone) => {
          const after = afterQuietHours(time, { from, to }, zone);
          expect(after).toBeGreaterThanOrEqual(time);
          expect(after - time).toBeLessThanOrEqual(25 * hour);
          // A day that is quiet as a whole ends where it begins.
          if (from !== to) expect(afterQuietHours(after, { from, to }, zone)).toBe(after);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a try that failed', () => {
  it('is made again later and later, never all at once, and given up after about an hour', () => {
    const least = Array.from({ length: mostAttempts - 1 }, (_, index) => retryDelayMs(index + 1, () => 0));
    const most = Array.from({ length: mostAttempts - 1 }, (_, index) => retryDelayMs(index + 1, () => 1));
    expect(least.slice(0, 3)).toEqual([2500, 5000, 10_000]);
    expect(most.slice(0, 3)).toEqual([5000, 10_000, 20_000]);
    expect(Math.max(...most)).toBe(640_000);
    expect(most.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(hour);
  });
});

describe('the words of a notice', () => {
  it('are those of the alert, on one line, with where to look', () => {
    const { subject, body } = noticeOf([alert({ message: 'T-7\r\nBcc: x@y.z is warm' })], {
      afterS: 0,
      url: 'http://127.0.0.1:4680',
    });
    expect(subject).toBe('[Waymark] High: T-7 Bcc: x@y.z is warm');
    expect(body.text).toContain('http://127.0.0.1:4680/#/alerts?alert=alert-7');
    expect(body.text).toContain('Orders: WM-1');
  });

  it('of many count them, the worst first, and name twenty', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      alert({ alertId: `alert-${index}`, severity: index === 399 ? 'critical' : 'high' }),
    );
    const { subject, body } = noticeOf(many, { afterS: 900, url: undefined });
    expect(subject).toBe('[Waymark] 400 alerts: 1 critical, 399 high (not acknowledged for 15 min)');
    expect([body.count, body.alerts.length, body.alerts[0]?.alertId]).toEqual([400, 20, 'alert-399']);
    expect(body.text).toContain('And 380 more');
  });
});
