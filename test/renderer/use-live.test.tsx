// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { useLive } from '#renderer/data/use-live.ts';
import type { SiteRow } from '#shared/contract/types.ts';

import { createFakeEngine, type FakeEngine, presenceRow } from '../support/fake-engine.ts';

const site = (siteId: string, name = siteId): SiteRow => ({ siteId, name, kind: 'depot', lat: 0, lon: 0 });

function Names({ label }: { readonly label: string }) {
  const { rows } = useLive('sites.live', {});
  return <p>{`${label}: ${rows === undefined ? 'waiting' : rows.map((row) => row.name).join(', ')}`}</p>;
}

let engine: FakeEngine;

async function settle(ms = 0): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

function page(children: React.ReactNode) {
  return <EngineProvider client={engine.client}>{children}</EngineProvider>;
}

beforeEach(() => {
  vi.useFakeTimers();
  engine = createFakeEngine();
  engine.setRows('presence', 'engineId', [presenceRow()]);
  engine.setRows('sites.live', 'siteId', [site('HAM'), site('BER')]);
});
afterEach(() => {
  cleanup();
  engine.client.close();
  vi.useRealTimers();
});

describe('live rows', () => {
  it('are one subscription however many look at them', async () => {
    render(page([<Names key="a" label="a" />, <Names key="b" label="b" />]));
    expect(screen.getByText('a: waiting')).toBeDefined();
    await settle();
    expect(screen.getByText('a: HAM, BER')).toBeDefined();
    expect(screen.getByText('b: HAM, BER')).toBeDefined();
    expect(engine.watching('sites.live')).toBe(1);
  });

  it('follow every change', async () => {
    render(page(<Names label="a" />));
    await settle();
    engine.setRows('sites.live', 'siteId', [site('BER', 'Berlin'), site('MUC')]);
    await settle();
    expect(screen.getByText('a: Berlin, MUC')).toBeDefined();
  });

  it('are kept a while after the last look, then let go', async () => {
    const { rerender } = render(page(<Names label="a" />));
    await settle();
    rerender(page(null));
    await settle(2_000);
    expect(engine.watching('sites.live')).toBe(1);
    rerender(page(<Names label="again" />));
    expect(screen.getByText('again: HAM, BER')).toBeDefined();
    rerender(page(null));
    await settle(11_000);
    expect(engine.watching('sites.live')).toBe(0);
  });

  it('stay on screen while the link is down and are caught up after it', async () => {
    render(page(<Names label="a" />));
    await settle();
    engine.isDown = true;
    engine.cut();
    await settle(1_000);
    expect(screen.getByText('a: HAM, BER')).toBeDefined();
    engine.setRows('sites.live', 'siteId', [site('MUC')]);
    engine.isDown = false;
    await settle(10_000);
    expect(screen.getByText('a: MUC')).toBeDefined();
  });
});
