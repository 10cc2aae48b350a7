import { describe, expect, it } from 'vitest';

import { alertHref, subjectHref } from '#renderer/alerts/alert-links.ts';
import { AlertNews } from '#renderer/alerts/alert-news.ts';
import { type AlertView, isInView, knownLateMs, sortAlerts } from '#renderer/alerts/alert-order.ts';
import { filterAlerts, readFilter } from '#renderer/screens/alerts/alert-filter.ts';
import { decisionsFor } from '#renderer/screens/alerts/decisions.ts';
import { alertKindText, alertStateText, severityText } from '#renderer/text/alerts.ts';
import type { AlertRow } from '#shared/contract/types.ts';
import { alertKinds, type AlertState, alertStates, severities } from '#shared/domain/alert.ts';

import { alertRow } from './alert-row.ts';

const ids = (alerts: readonly AlertRow[]): string[] => alerts.map(({ alertId }) => alertId);

describe('the order of alerts', () => {
  it('is by severity, and within one severity the newest first', () => {
    const alerts = [
      alertRow('low', { severity: 'low', raisedTime: '2026-11-22T09:00:00.000Z' }),
      alertRow('older', { raisedTime: '2026-11-22T06:00:00.000Z' }),
      alertRow('newer', { raisedTime: '2026-11-22T08:00:00.000Z' }),
      alertRow('critical', { severity: 'critical', raisedTime: '2020-01-01T00:00:00.000Z' }),
    ];
    expect(ids(sortAlerts(alerts))).toEqual(['critical', 'newer', 'older', 'low']);
  });
});

describe('the views of alerts', () => {
  const viewsOf = (state: AlertState, withdrawn = false): string[] =>
    (['open', 'waiting', 'aside', 'closed', 'withdrawn'] satisfies AlertView[]).filter((view) =>
      isInView({ state, withdrawn }, view),
    );

  it('hold every state, and each state where somebody would look for it', () => {
    expect(Object.fromEntries(alertStates.map((state) => [state, viewsOf(state)]))).toEqual({
      'active-unacknowledged': ['open', 'waiting'],
      'active-acknowledged': ['open'],
      'returned-unacknowledged': ['open', 'waiting'],
      latched: ['open'],
      shelved: ['aside'],
      suppressed: ['aside'],
      'out-of-service': ['aside'],
      normal: ['closed'],
    });
  });

  it('hold what was withdrawn apart, whatever its state was', () => {
    expect(alertStates.flatMap((state) => viewsOf(state, true))).toEqual(alertStates.map(() => 'withdrawn'));
  });
});

describe('the words of alerts', () => {
  it('exist for every kind, state and severity, each its own', () => {
    const labels = [
      alertKinds.map((kind) => alertKindText[kind]),
      alertStates.map((state) => alertStateText[state].label),
      severities.map((severity) => severityText[severity]),
    ];
    for (const each of labels) expect(new Set(each).size).toBe(each.length);
  });
});

describe('an alert that was known late', () => {
  const minute = 60_000;
  const measure = (forS: number): NonNullable<AlertRow['measure']> => ({
    profileId: 'cool',
    profileName: 'Cool',
    limit: {
      side: 'above',
      value: 8,
      inclusive: false,
      quantity: 'Temperature',
      mode: 'consecutive',
      forS,
      severity: 'high',
    },
    uom: 'CEL',
    worst: { value: 9, time: '2026-11-22T07:05:00.000Z' },
    readings: 3,
  });

  it('says by how much', () => {
    expect(knownLateMs(alertRow('a'))).toBe(10 * minute);
  });

  it('is not late by the time its limit waits for', () => {
    expect(knownLateMs(alertRow('a', { measure: measure(600) }))).toBeUndefined();
    expect(knownLateMs(alertRow('a', { measure: measure(60) }))).toBe(10 * minute);
  });
});

describe('the filter of alerts', () => {
  const alerts = [
    alertRow('own'),
    alertRow('device', { subject: { type: 'device', id: 'cold-7' }, kind: 'device-silent' }),
    alertRow('order', {
      subject: { type: 'order', id: 'WM-1' },
      deviceId: undefined,
      orderNumbers: ['WM-1'],
      kind: 'late',
      severity: 'critical',
    }),
    alertRow('shelved', { state: 'shelved' }),
  ];
  const found = (params: Record<string, string>): string[] => ids(filterAlerts(alerts, readFilter(params)));

  it.each([
    [{}, ['own', 'device', 'order']],
    [{ view: 'aside' }, ['shelved']],
    [{ subject: 'cold-7' }, ['own', 'device']],
    [{ subject: 'channel:cold-7' }, ['own']],
    [{ order: 'WM-1' }, ['order']],
    [{ severity: 'critical' }, ['order']],
    [{ kind: 'device-silent' }, ['device']],
    [{ q: 'wm-1 late' }, ['order']],
    [{ view: 'nonsense', severity: 'nonsense', kind: 'nonsense' }, ['own', 'device', 'order']],
  ])('of %j lets through %j', (params, expected) => {
    expect(found(params)).toEqual(expected);
  });
});

describe('what can be decided', () => {
  it('begins with acknowledging while nobody has, and never offers it again', () => {
    expect(decisionsFor(alertRow('a'))[0]).toBe('acknowledge');
    expect(decisionsFor(alertRow('a', { state: 'active-acknowledged' }))).not.toContain('acknowledge');
    expect(decisionsFor(alertRow('a', { state: 'shelved' }))[0]).toBe('unshelve');
    expect(decisionsFor(alertRow('a', { state: 'normal' }))).toEqual(['comment']);
  });
});

describe('news for the desktop', () => {
  it('is what is urgent and was not there before', () => {
    const news = new AlertNews();
    expect(news.look([alertRow('there')])).toEqual([]);
    const said = news.look([
      alertRow('there'),
      alertRow('new', { severity: 'critical' }),
      alertRow('small', { severity: 'low' }),
      alertRow('seen', { state: 'active-acknowledged' }),
    ]);
    expect(said).toEqual([
      {
        title: 'Critical: Temperature excursion',
        body: 'Message of new',
        href: '#/alerts?alert=new',
        tag: 'new',
      },
    ]);
  });

  it('is one notice for a storm, and says again what became active again', () => {
    const news = new AlertNews();
    news.look([]);
    const storm = ['a', 'b', 'c', 'd'].map((id) => alertRow(id));
    expect(news.look(storm)).toMatchObject([{ title: '4 new alerts', href: '#/alerts' }]);
    news.look([]);
    expect(news.look([alertRow('a')])).toMatchObject([{ tag: 'a' }]);
  });
});

describe('links of alerts', () => {
  it('lead to the view the alert is in, and to its subject', () => {
    expect(alertHref(alertRow('a'))).toBe('#/alerts?alert=a');
    expect(alertHref(alertRow('a', { state: 'shelved' }))).toBe('#/alerts?view=aside&alert=a');
    expect(alertHref(alertRow('a', { withdrawn: true }))).toBe('#/alerts?view=withdrawn&alert=a');
    expect(subjectHref(alertRow('a'))).toBe('#/sensors?sensor=cold-7');
  });
});
