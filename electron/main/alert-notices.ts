import type { RaisedAlert } from '#shared/contract/desktop.ts';
import type { Timers } from '#shared/contract/timers.ts';

import type { Notice } from './notices.ts';

export interface AlertNoticesOptions {
  readonly timers: Timers;
  /** True while someone looks at the page, which shows alerts itself. */
  readonly isWatched: () => boolean;
  /** `place` is where in the page a click on it leads. */
  readonly show: (notice: Notice, place: string) => void;
}

/** Says on the desktop that alerts were raised: one of one alert, one of many that come together. */
export interface AlertNotices {
  raised(alerts: readonly RaisedAlert[]): void;
  stop(): void;
}

/** What has one cause comes within a moment; a storm is one notice a minute. */
const gatherMs = 1500;
const pauseMs = 60_000;

export function createAlertNotices({ timers, isWatched, show }: AlertNoticesOptions): AlertNotices {
  let waiting: RaisedAlert[] = [];
  let lastShown = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  const showNow = (): void => {
    cancel = undefined;
    const alerts = waiting;
    waiting = [];
    if (isWatched()) return;
    lastShown = timers.now();
    const [first] = alerts;
    if (first === undefined) return;
    if (alerts.length === 1) show({ title: 'Alert', body: first.message }, placeOf(first));
    else show({ title: `${alerts.length} new alerts`, body: wordsOf(alerts) }, '#/alerts');
  };
  return {
    raised(alerts) {
      waiting.push(...alerts);
      const delayMs = Math.max(gatherMs, lastShown + pauseMs - timers.now());
      cancel ??= timers.after(delayMs, showNow);
    },
    stop() {
      cancel?.();
      waiting = [];
    },
  };
}

const listed = 3;

function wordsOf(alerts: readonly RaisedAlert[]): string {
  const more = alerts.length - listed;
  const lines = alerts.slice(0, listed).map(({ message }) => message);
  return (more > 0 ? [...lines, `and ${more} more`] : lines).join('\n');
}

function placeOf({ alertId }: RaisedAlert): string {
  return `#/alerts?${new URLSearchParams({ alert: alertId }).toString()}`;
}
