// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EngineProvider } from '#renderer/data/EngineProvider.tsx';
import { LinkNotice } from '#renderer/shell/LinkNotice.tsx';
import { PresenceButton } from '#renderer/shell/PresenceButton.tsx';
import { SiteClock } from '#renderer/shell/SiteClock.tsx';

import { createFakeEngine, type FakeEngine, presenceRow } from '../support/fake-engine.ts';

const start = Date.UTC(2026, 10, 22, 8, 0, 0);
let engine: FakeEngine;
let beat: ReturnType<typeof setInterval>;

/** The engine's pulse, with a clock that may differ from the page's. */
function startBeat(aheadMs = 0): void {
  const tell = (): void =>
    engine.setRows('presence', 'engineId', [
      presenceRow({ engineTime: new Date(Date.now() + aheadMs).toISOString() }),
    ]);
  tell();
  beat = setInterval(tell, 1000);
}

async function pass(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

function open(): void {
  render(
    <EngineProvider client={engine.client}>
      <LinkNotice />
      <PresenceButton />
      <SiteClock />
    </EngineProvider>,
  );
}

const notice = (): string | null => screen.getByRole('status').textContent;
const button = (): string | null => screen.getByRole('button').textContent;

beforeEach(() => {
  vi.useFakeTimers({ now: start });
  engine = createFakeEngine();
});
afterEach(() => {
  clearInterval(beat);
  cleanup();
  engine.client.close();
  vi.useRealTimers();
});

describe('the link to the engine', () => {
  it('is live while the engine is heard, and says nothing more', async () => {
    startBeat();
    open();
    expect(button()).toContain('Connecting');
    await pass(3_000);
    expect(button()).toContain('Live');
    expect(button()).toContain('2.0 /s');
    expect(notice()).toBe('');
  });

  it('is seen to be silent within seconds, with the time it was last heard in the zone of the engine', async () => {
    startBeat();
    open();
    await pass(3_000);
    clearInterval(beat);
    await pass(7_000);
    expect(button()).toContain('Silent');
    expect(notice()).toBe(
      'Not live since 09:00:03 +01:00. The engine is silent. Showing the last state received.',
    );
  });

  it('is offline at once when it breaks, and live again after it is mended', async () => {
    startBeat();
    open();
    await pass(3_000);
    engine.isDown = true;
    engine.cut();
    await pass(100);
    expect(button()).toContain('Offline');
    expect(notice()).toBe('Not live since 09:00:03 +01:00. Showing the last state received; reconnecting…');
    engine.isDown = false;
    await pass(10_000);
    expect([notice(), button()?.includes('Live')]).toEqual(['', true]);
  });

  it('tells what the engine complains of', async () => {
    engine.setRows('presence', 'engineId', [
      presenceRow({ status: 'degraded', problems: ['The disk is full.'] }),
    ]);
    open();
    await pass(100);
    expect(notice()).toBe('The disk is full.');
    expect(button()).toContain('Degraded');
  });

  it('brings the engine’s clock, on a page whose own is wrong', async () => {
    startBeat(3_600_000);
    open();
    await pass(2_500);
    expect(document.querySelector('time')?.textContent).toBe('10:00:02 +01:00');
  });
});
