// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { OrderMatchRow } from '#shared/contract/types.ts';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { OrderBrowser } from '#renderer/screens/orders/OrderBrowser.tsx';
import { ToastRegion } from '#renderer/ui/ToastRegion.tsx';
import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';
import { noon, summary } from '../../support/spoken-order.ts';

let engine: FakeEngine;

function match(orderNumber: string, because = `is exactly ${orderNumber}`): OrderMatchRow {
  return { ...summary({ orderNumber }), score: 1, matchedOn: 'orderNumber', because };
}

async function settle(ms = 0): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

async function type(text: string): Promise<void> {
  fireEvent.change(screen.getByRole('combobox'), { target: { value: text } });
  await settle();
}

function press(key: string): void {
  fireEvent.keyDown(screen.getByRole('combobox'), { key });
}

function searches(): readonly unknown[] {
  return engine.asked.filter((each) => each.name === 'orders.search').map((each) => each.params);
}

beforeEach(async () => {
  vi.useFakeTimers({ now: noon });
  // jsdom lays nothing out and scrolls nothing.
  Element.prototype.scrollIntoView = () => undefined;
  window.location.hash = '#/orders';
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow()]);
  engine.answer('orders.list', () => ({ items: [summary({ orderNumber: 'WM-77' })] }));
  engine.answer('orders.search', ({ q }) => ({
    items: q.startsWith('WM')
      ? [match('WM-1'), match('WM-2')]
      : q === 'vm-1'
        ? [match('WM-1', 'did you mean WM-1?')]
        : [],
  }));
  render(
    <EngineProvider client={engine.client}>
      <ToastRegion>
        <OrderBrowser />
      </ToastRegion>
    </EngineProvider>,
  );
  await settle(10);
});

afterEach(() => {
  cleanup();
  engine.client.close();
  vi.useRealTimers();
});

describe('the look-up box', () => {
  it('has the keyboard at once and shows the list until something is typed', () => {
    expect(document.activeElement).toBe(screen.getByRole('combobox'));
    expect(screen.getByText('WM-77')).toBeDefined();
  });

  it('asks once for what is typed quickly, and keeps it in the address', async () => {
    await type('W');
    await type('WM');
    await type('WM-');
    expect(searches()).toEqual([]);
    await settle(200);
    expect(searches()).toEqual([{ q: 'WM-', limit: 25 }]);
    expect(screen.getAllByRole('option')).toHaveLength(2);
    expect(window.location.hash).toBe('#/orders?q=WM-');
  });

  it('opens the best with Enter, also when Enter comes before the answer', async () => {
    await type('WM-1');
    press('Enter');
    expect(window.location.hash).toBe('#/orders?q=WM-1');
    await settle(200);
    expect(window.location.hash).toBe('#/orders?order=WM-1');
  });

  it('opens the one the arrows went to', async () => {
    await type('WM');
    await settle(200);
    press('ArrowDown');
    await settle();
    expect(screen.getAllByRole('option').map((each) => each.getAttribute('aria-selected'))).toEqual([
      'false',
      'true',
    ]);
    press('Enter');
    expect(window.location.hash).toBe('#/orders?order=WM-2');
  });

  it('offers a guess and opens it only when it is meant', async () => {
    await type('vm-1');
    press('Enter');
    await settle(200);
    expect(window.location.hash).toBe('#/orders?q=vm-1');
    expect(screen.getByRole('status').textContent).toBe('There is no exact match. Did you mean:');
    press('Enter');
    await settle();
    expect(screen.getByRole('option').getAttribute('aria-selected')).toBe('true');
    press('Enter');
    expect(window.location.hash).toBe('#/orders?order=WM-1');
  });

  it('says that nothing was found, and Escape goes back to the list', async () => {
    await type('zzz');
    await settle(200);
    expect(screen.getByText('No order is found for “zzz”')).toBeDefined();
    press('Escape');
    await settle();
    expect(screen.getByText('WM-77')).toBeDefined();
    expect(window.location.hash).toBe('#/orders');
  });
});
