// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { useCommand } from '#renderer/data/use-command.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { useThrottled } from '#renderer/data/use-throttled.ts';
import { DomainError } from '#shared/result.ts';

import { createFakeEngine, type FakeEngine, presenceRow } from '../support/fake-engine.ts';

const tokens = (role: 'viewer' | 'operator') => ({
  items: [{ tokenId: role, role, createdTime: '2026-01-01T00:00:00Z' }],
});

let engine: FakeEngine;

const wrapper = ({ children }: { readonly children: ReactNode }) => (
  <EngineProvider client={engine.client}>{children}</EngineProvider>
);

async function settle(ms = 0): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

beforeEach(() => {
  vi.useFakeTimers();
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow()]);
});
afterEach(() => {
  cleanup();
  engine.client.close();
  vi.useRealTimers();
});

describe('a query', () => {
  it('keeps what it has while it is asked again, and when that fails', async () => {
    engine.answer('tokens.list', () => tokens('viewer'));
    const { result } = renderHook(() => useQuery('tokens.list', {}), { wrapper });
    expect([result.current.data, result.current.isLoading]).toEqual([undefined, true]);
    await settle();
    expect([result.current.data?.items[0]?.role, result.current.isLoading]).toEqual(['viewer', false]);
    engine.answer('tokens.list', () => {
      throw new DomainError('unavailable', 'Busy just now.');
    });
    act(() => result.current.refresh());
    expect([result.current.data?.items[0]?.role, result.current.isLoading]).toEqual(['viewer', true]);
    await settle();
    expect([result.current.data?.items[0]?.role, result.current.error?.message]).toEqual([
      'viewer',
      'Busy just now.',
    ]);
  });

  it('forgets the answer to another question', async () => {
    engine.answer('observations.list', () => ({ items: [] }));
    const { result, rerender } = renderHook(({ deviceId }) => useQuery('observations.list', { deviceId }), {
      wrapper,
      initialProps: { deviceId: 'a' },
    });
    await settle();
    expect(result.current.data).toEqual({ items: [] });
    rerender({ deviceId: 'b' });
    expect([result.current.data, result.current.isLoading]).toEqual([undefined, true]);
  });

  it('is asked again after a reconnect', async () => {
    engine.answer('tokens.list', () => tokens('viewer'));
    const { result } = renderHook(() => useQuery('tokens.list', {}), { wrapper });
    await settle();
    engine.cut();
    engine.answer('tokens.list', () => tokens('operator'));
    await settle(10_000);
    expect(result.current.data?.items[0]?.role).toBe('operator');
  });

  it('without parameters asks nothing', async () => {
    const { result } = renderHook(() => useQuery('observations.list', undefined), { wrapper });
    await settle();
    expect([engine.asked, result.current.isLoading]).toEqual([[], false]);
  });
});

describe('a command', () => {
  it('says what came of it, and never rejects', async () => {
    engine.answer('quarantine.retry', () => ({ outcome: 'stored', detail: 'One reading.' }));
    const { result } = renderHook(() => useCommand('quarantine.retry'), { wrapper });
    await settle();
    const outcome = await act(() => result.current.run({ quarantineId: '1' }));
    expect(outcome).toEqual({ ok: true, value: { outcome: 'stored', detail: 'One reading.' } });
    engine.answer('quarantine.retry', () => {
      throw new DomainError('not-found', 'There is no such message.');
    });
    await act(() => result.current.run({ quarantineId: '2' }));
    expect([result.current.error?.code, result.current.isBusy]).toEqual(['not-found', false]);
  });
});

describe('a throttled value', () => {
  it('follows at most once per period and ends at the last one', async () => {
    const { result, rerender } = renderHook(({ value }) => useThrottled(value, 2000), {
      initialProps: { value: 0 },
    });
    const seen: number[] = [];
    for (let value = 1; value <= 30; value += 1) {
      rerender({ value });
      await settle(200);
      if (seen.at(-1) !== result.current) seen.push(result.current);
    }
    await settle(3000);
    expect(result.current).toBe(30);
    expect(seen.length).toBeLessThanOrEqual(4);
  });
});
