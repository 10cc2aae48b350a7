// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { App } from '#renderer/shell/App.tsx';
import type { DeviceStateRow } from '#shared/contract/types.ts';

import { noMatch } from '../support/no-media.ts';
import { createFakeEngine, type FakeEngine, presenceRow } from '../support/fake-engine.ts';

// A screen is loaded when it is first shown; on a busy machine that takes its time.
configure({ asyncUtilTimeout: 15_000 });

let engine: FakeEngine;

/** What jsdom has no layout for. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

function device(deviceId: string): DeviceStateRow {
  const messages = { stored: 3, duplicate: 0, ignored: 0, quarantined: 0, limited: 0 };
  return {
    deviceId,
    format: 'waymark',
    hasKey: false,
    messages,
    kinds: ['reading'],
    lastSeen: new Date().toISOString(),
  };
}

const press = (key: string, more: object = {}): boolean => fireEvent.keyDown(document.body, { key, ...more });

beforeEach(async () => {
  globalThis.ResizeObserver = NoResize;
  window.matchMedia = noMatch;
  Element.prototype.scrollIntoView = (): void => undefined;
  Element.prototype.getAnimations = (): Animation[] => [];
  window.history.replaceState(null, '', '#/settings?section=about');
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow({ engineTime: new Date().toISOString() })]);
  engine.setRows('devices.live', 'deviceId', [device('cold-001'), device('cold-002'), device('gun-7')]);
  render(<App client={engine.client} />);
  await screen.findByRole('heading', { name: 'Settings' });
});
afterEach(() => {
  cleanup();
  engine.client.close();
});

describe('the console from the keyboard', () => {
  it('goes to a screen with g and its letter, and to its filter with a slash', async () => {
    press('g');
    act(() => void press('d'));
    expect(await screen.findByRole('row', { name: /cold-002/ })).toBeDefined();
    press('/');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Filter devices' }));
  });

  it('does not take letters typed into a field for shortcuts', async () => {
    press('g');
    act(() => void press('d'));
    const filter = await screen.findByRole('textbox', { name: 'Filter devices' });
    fireEvent.keyDown(filter, { key: 'g' });
    fireEvent.keyDown(filter, { key: ',' });
    expect(window.location.hash).toBe('#/devices');
  });

  it('finds a device by a part of its id and goes there', async () => {
    act(() => void press('k', { ctrlKey: true }));
    const input = await screen.findByRole('combobox');
    fireEvent.change(input, { target: { value: 'gun' } });
    const option = await screen.findByRole('option', { name: /gun-7/ });
    expect(option.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(window.location.hash).toBe('#/devices?device=gun-7');
    expect(await screen.findByRole('heading', { name: 'gun-7' })).toBeDefined();
  });

  it('lists every key that does something', async () => {
    act(() => void press('?'));
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(sheet).getByText('Go to the filter of the screen')).toBeDefined();
  });

  it('opens a device with the arrow keys and closes it with Escape', async () => {
    press('g');
    act(() => void press('d'));
    await screen.findByRole('row', { name: /cold-001/ });
    const grid = screen.getByRole('grid', { name: 'Devices' });
    act(() => grid.focus());
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(screen.getByRole('heading', { name: 'cold-001' })).toBeDefined();
    const close = screen.getByRole('button', { name: 'Close' });
    act(() => close.focus());
    fireEvent.keyDown(close, { key: 'Escape' });
    expect([screen.queryByRole('heading', { name: 'cold-001' }), document.activeElement === grid]).toEqual([
      null,
      true,
    ]);
  });
});

describe('an address of no screen', () => {
  it('says so and leads back', () => {
    act(() => {
      window.location.hash = '#/nowhere';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    });
    expect(screen.getByRole('heading', { name: 'There is no such screen' })).toBeDefined();
  });
});
