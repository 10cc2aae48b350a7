// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { App } from '#renderer/shell/App.tsx';

import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';
import { alertRow } from './alert-row.ts';

// A screen is loaded when it is first shown; on a busy machine that takes its time.
configure({ asyncUtilTimeout: 15_000 });

/** What jsdom has no layout for. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

let engine: FakeEngine;

function open(hash: string, role: 'owner' | 'viewer' = 'owner'): void {
  globalThis.ResizeObserver = NoResize;
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
  Element.prototype.scrollIntoView = (): void => undefined;
  Element.prototype.getAnimations = (): Animation[] => [];
  window.history.replaceState(null, '', hash);
  engine = createFakeEngine({ role });
  engine.setRows('presence', 'engineId', [presenceRow({ engineTime: new Date().toISOString() })]);
  engine.setRows('alerts.live', 'alertId', [
    alertRow('A1', { severity: 'low', message: 'A small one' }),
    alertRow('A2', {
      severity: 'critical',
      message: 'Chamber 2 is too warm',
      orderNumbers: ['WM-1', 'WM-2'],
      amendments: [
        {
          time: '2026-11-22T07:30:00.000Z',
          field: 'startTime',
          from: '2026-11-22T07:05:00.000Z',
          to: '2026-11-22T07:00:00.000Z',
          text: 'It began earlier.',
        },
      ],
      evidence: [
        {
          kind: 'reading',
          id: 'r1',
          eventTime: '2026-11-22T07:00:00.000Z',
          recordTime: '2026-11-22T07:09:00.000Z',
          source: 'cold-7',
          text: '8.4 °C',
        },
      ],
    }),
    alertRow('A3', { state: 'active-acknowledged', message: 'Somebody is on it' }),
  ]);
  render(<App client={engine.client} />);
}

const rowsOf = async (): Promise<string[]> => {
  const grid = await screen.findByRole('grid', { name: 'Alerts' });
  await within(grid).findByText('A small one');
  return within(grid)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);
};

afterEach(() => {
  cleanup();
  engine.client.close();
});

describe('the list of alerts', () => {
  beforeEach(() => open('#/alerts'));

  it('has the worst first, with state, kind and message in words', async () => {
    const rows = await rowsOf();
    expect(rows.map((row) => /Critical|High|Low/.exec(row)?.[0])).toEqual(['Critical', 'High', 'Low']);
    expect(rows[0]).toContain('Active, nobody on it');
    expect(rows[0]).toContain('Chamber 2 is too warm');
    expect(rows[1]).toContain('Active, acknowledged');
  });

  it('counts what nobody has acknowledged in the navigation and in the title', async () => {
    await rowsOf();
    expect(screen.getByRole('link', { name: /Alerts\s*2\s*not acknowledged/ })).toBeDefined();
    await waitFor(() => expect(document.title).toBe('(2) Alerts · Waymark'));
  });

  it('opens with the arrow keys and acknowledges with a', async () => {
    await rowsOf();
    const grid = screen.getByRole('grid', { name: 'Alerts' });
    act(() => grid.focus());
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(window.location.hash).toBe('#/alerts?alert=A2');
    expect(await screen.findByRole('heading', { name: 'Temperature excursion' })).toBeDefined();
    act(() => void fireEvent.keyDown(grid, { key: 'a' }));
    const dialog = await screen.findByRole('dialog', { name: 'Acknowledge this alert' });
    const note = within(dialog).getByRole('textbox', { name: 'What do you know or do about it?' });
    await waitFor(() => expect(document.activeElement).toBe(note));
  });
});

describe('acknowledging', () => {
  it('needs a note, and sends it', async () => {
    open('#/alerts?alert=A2');
    const asked = (): unknown[] => engine.asked.filter(({ name }) => name === 'alerts.acknowledge');
    engine.answer('alerts.acknowledge', ({ alertId, note }) =>
      alertRow(alertId, {
        state: 'active-acknowledged',
        changedTime: '2026-11-22T08:00:00.000Z',
        notes: [{ time: '2026-11-22T08:00:00.000Z', who: 'owner', text: note, action: 'acknowledge' }],
      }),
    );
    fireEvent.click(await screen.findByRole('button', { name: /^Acknowledge/ }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: 'Acknowledge' });
    const note = within(dialog).getByRole('textbox');
    fireEvent.change(note, { target: { value: '   ' } });
    fireEvent.click(confirm);
    expect(await within(dialog).findByText(/without a note this cannot be done/)).toBeDefined();
    expect(asked()).toEqual([]);
    fireEvent.change(note, { target: { value: ' The door was open ' } });
    fireEvent.keyDown(note, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /Acknowledge/ })).toBeNull());
    expect(asked()).toEqual([
      { name: 'alerts.acknowledge', params: { alertId: 'A2', note: 'The door was open' } },
    ]);
    expect(await screen.findByText('The door was open')).toBeDefined();
  });

  it('is not offered to a viewer', async () => {
    open('#/alerts?alert=A2', 'viewer');
    await screen.findByRole('heading', { name: 'Temperature excursion' });
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Acknowledge/ })).toBeNull());
  });
});

describe('the details of an alert', () => {
  beforeEach(() => open('#/alerts?alert=A2'));

  it('show what was changed afterwards, the evidence with its delay, and the orders as links', async () => {
    const changed = await screen.findByRole('group', { name: 'Changed after it was raised' });
    expect(changed.textContent).toContain('It began earlier.');
    expect(changed.querySelector('del')?.textContent).toBe('2026-11-22 08:05:00 +01:00');
    expect(changed.querySelector('ins')?.textContent).toBe('2026-11-22 08:00:00 +01:00');
    expect(screen.getByText('8.4 °C')).toBeDefined();
    expect(screen.getByText('known 9 min later')).toBeDefined();
    expect(screen.getByRole('link', { name: 'WM-2' }).getAttribute('href')).toBe('#/orders?order=WM-2');
  });
});
