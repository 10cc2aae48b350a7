import type { BrokerStateRow } from '#shared/contract/types.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { Gap } from './excursions.ts';

/** A session's backlog counts as drained after this long without an old message, at most after the second. */
export const quietMs = 60_000;
export const longestDrainMs = 600_000;
/** How often it is written down that the engine listens. */
const keepEveryMs = 10_000;
/** Two beats further apart than this, or a clock set on by more than the second: for that time nobody listened. */
const longestPauseMs = 30_000;
const clockSetMs = 2000;

/** When something could be heard, and whether what was kept back for us has been handed over. */
export interface Listening {
  /** To be called when a link may have changed. */
  linksChanged(): void;
  /** To be called for every message whose facts are old. */
  heardOld(): void;
  /** True once alerts that depend on the clock may be raised. */
  isDrained(): boolean;
  /** Times since an instant in which nothing could be heard, ascending; one that goes on ends now. */
  deafTimes(since: number): Gap[];
  /** Notes that the engine still listens; to be called several times a second. */
  beat(): void;
}

export function createListening(
  store: Store,
  clock: Clock,
  brokers: () => readonly BrokerStateRow[],
): Listening {
  let session: { since: number; lastOld: number } | undefined;
  let links = '';
  const listenedUntil = store.alerts.listenedUntil();
  // From the last sign of the engine that ran before until there is a link, nobody listened.
  let deafFrom: number | undefined =
    store.alerts.deafTimes(0).find((gap) => gap.to === undefined)?.from ?? listenedUntil ?? clock.now();

  let beat = { wall: clock.now(), monotonic: clock.monotonic() };
  let kept = -Infinity;

  /** The host slept, or its clock was set: what that time left out is no device's silence. */
  function notePause(): void {
    const now = { wall: clock.now(), monotonic: clock.monotonic() };
    const passed = now.wall - beat.wall;
    const isPause = passed > longestPauseMs || passed - (now.monotonic - beat.monotonic) > clockSetMs;
    if (isPause && deafFrom === undefined) store.alerts.putDeafTime(beat.wall, now.wall);
    beat = now;
  }

  function linksChanged(): void {
    const connected = brokers().filter(({ link }) => link === 'connected');
    const now = connected.map(({ brokerId, since }) => `${brokerId} ${since}`).join('\n');
    if (now === links) return;
    links = now;
    if (connected.length === 0) {
      deafFrom ??= clock.now();
      session = undefined;
      store.alerts.putDeafTime(deafFrom, undefined);
      return;
    }
    if (deafFrom !== undefined) store.alerts.putDeafTime(deafFrom, Math.max(deafFrom, clock.now()));
    deafFrom = undefined;
    session = { since: clock.monotonic(), lastOld: clock.monotonic() };
  }

  return {
    linksChanged,
    heardOld() {
      if (session !== undefined) session.lastOld = clock.monotonic();
    },
    isDrained() {
      if (session === undefined) return false;
      const now = clock.monotonic();
      return now - session.lastOld >= quietMs || now - session.since >= longestDrainMs;
    },
    deafTimes: (since) =>
      store.alerts.deafTimes(since).map(({ from, to }) => ({ from, to: to ?? clock.now() })),
    beat() {
      notePause();
      if (session === undefined || clock.monotonic() - kept < keepEveryMs) return;
      kept = clock.monotonic();
      store.alerts.setListenedUntil(clock.now());
    },
  };
}
