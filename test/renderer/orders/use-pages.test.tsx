// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { DomainError } from '#shared/result.ts';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { usePages } from '#renderer/data/use-pages.ts';
import { createFakeEngine, type FakeEngine, presenceRow } from '../../support/fake-engine.ts';
import { summary } from '../../support/spoken-order.ts';

let engine: FakeEngine;
let stored: string[];
const keyOf = ({ orderNumber }: { readonly orderNumber: string }): string => orderNumber;

function List({ refreshKey }: { readonly refreshKey: number }) {
  const pages = usePages('orders.list', { filter: 'all' }, { refreshKey, keyOf });
  const items = pages.items?.map((row) => row.orderNumber);
  const range = items === undefined ? 'waiting' : `${items.length}: ${items[0] ?? ''}…${items.at(-1) ?? ''}`;
  return (
    <>
      <p role="status">{`${range}${pages.hasMore ? ' and more' : ''}${pages.error === undefined ? '' : ' failed'}`}</p>
      <button type="button" onClick={pages.loadMore}>
        more
      </button>
    </>
  );
}

async function settle(): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(10));
}

function page(refreshKey = 0) {
  return (
    <EngineProvider client={engine.client}>
      <List refreshKey={refreshKey} />
    </EngineProvider>
  );
}

function shown(): string | null {
  return screen.getByRole('status').textContent;
}

beforeEach(() => {
  vi.useFakeTimers();
  engine = createFakeEngine();
  stored = Array.from({ length: 500 }, (_, index) => `WM-${index}`);
  engine.setRows('presence', 'engineId', [presenceRow()]);
  engine.answer('orders.list', ({ cursor = '0', limit }) => {
    const from = Number(cursor);
    const end = from + Number(limit);
    const items = stored.slice(from, end).map((orderNumber) => summary({ orderNumber }));
    return end < stored.length ? { items, nextCursor: String(end) } : { items };
  });
});

afterEach(() => {
  cleanup();
  engine.client.close();
  vi.useRealTimers();
});

describe('a list that is loaded page by page', () => {
  it('grows when its end is reached, each row once', async () => {
    render(page());
    await settle();
    expect(shown()).toBe('200: WM-0…WM-199 and more');
    // One came in at the front: the page after the first begins with its last row.
    stored.unshift('WM-new');
    fireEvent.click(screen.getByText('more'));
    await settle();
    expect(shown()).toBe('399: WM-0…WM-398 and more');
  });

  it('is renewed as far as it was loaded, and stays while that fails', async () => {
    const { rerender } = render(page());
    await settle();
    fireEvent.click(screen.getByText('more'));
    await settle();
    expect(shown()).toBe('400: WM-0…WM-399 and more');
    stored.unshift('WM-new');
    rerender(page(1));
    await settle();
    expect(shown()).toBe('400: WM-new…WM-398 and more');
    engine.answer('orders.list', () => {
      throw new DomainError('internal', 'broken');
    });
    rerender(page(2));
    await settle();
    expect(shown()).toBe('400: WM-new…WM-398 and more failed');
  });
});
