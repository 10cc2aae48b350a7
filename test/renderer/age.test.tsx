// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Age } from '#renderer/ui/Age.tsx';
import { ClockContext, type PageClock } from '#renderer/ui/clock.ts';
import { Time } from '#renderer/ui/Time.tsx';

const start = Date.UTC(2026, 10, 22, 13, 0, 0);
const clock: PageClock = { now: () => Date.now(), knownNow: () => Date.now(), timeZone: 'Europe/Berlin' };

function show(content: React.ReactNode, pageClock = clock) {
  return render(<ClockContext value={pageClock}>{content}</ClockContext>);
}

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('an age', () => {
  it('grows by itself and turns stale past its threshold, in words too', () => {
    show(<Age at="2026-11-22T12:59:57Z" staleAfterMs={10_000} />);
    expect(screen.getByText('3 s')).toBeDefined();
    act(() => {
      vi.advanceTimersByTime(5_000);
    });
    expect(document.body.textContent).toBe('8 s');
    act(() => {
      vi.advanceTimersByTime(4_000);
    });
    expect(document.body.textContent).toBe('12 s (not recent)');
  });

  it('says the full local time with its offset and the time in UTC when pointed at', () => {
    show(<Age at={start - 60_000} />);
    expect(screen.getByText('1 min').dataset['tip']).toBe(
      '2026-11-22 13:59:00 +01:00\n2026-11-22 12:59:00 UTC',
    );
  });

  it('of something that never was says so', () => {
    show(<Age at={undefined} />);
    expect(document.body.textContent).toBe('never');
  });

  it('does not call a fact stale for a silence that may be the page’s own', () => {
    show(<Age at={start - 5_000} staleAfterMs={10_000} />, { ...clock, knownNow: () => start });
    act(() => {
      vi.advanceTimersByTime(60_000);
    });
    expect(document.body.textContent).toBe('1 min');
  });

  it('stops its timer when nobody looks any more', () => {
    show(<Age at={start} />).unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a time', () => {
  it('is in the zone of the site, with the offset and the age beside it', () => {
    show(<Time at={start - 125_000} timeZone="America/New_York" withAge />);
    expect(document.body.textContent).toBe('2026-11-22 07:57:55 −05:00 (2 min ago)');
  });

  it('leaves the day out only while it is today', () => {
    show(
      <>
        <Time at={start} form="short" />|<Time at={start - 86_400_000} form="short" />
      </>,
    );
    expect(document.body.textContent).toBe('14:00:00 +01:00|2026-11-21 14:00:00 +01:00');
  });
});
