import {
  defaultKeepDays,
  freeRanges,
  isHeld,
  retentionClasses,
  type HeldSpan,
  type RetentionClass,
} from '#shared/domain/retention.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { FactClass } from '../store/retention.ts';
import type { Store } from '../store/store.ts';

/** One turn takes at most about this long, so that ingest hardly feels it. */
const sliceMs = 10;
/** Turns follow one another while there is work, else at this pace. */
const busyEveryMs = 100;
const idleEveryMs = 2000;
const roundEveryMs = hourMs;
/** Raw messages are packed when they are this old: by then nobody asks for them often. */
const packAfterMs = hourMs;
const rowsAtOnce = 500;
const sampleEveryMs = 10 * 60_000;
const samplesKeptMs = 31 * dayMs;

export interface Upkeep {
  /** Begins a round of deletion at the next turn. */
  review(): void;
  keepDays(name: RetentionClass): number | null;
  stop(): void;
}

export interface UpkeepOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly held: () => HeldSpan[];
}

/** A piece of work: does a little and tells whether there may be more. */
type Task = () => boolean;

/**
 * Makes rollups, packs raw messages and deletes what is too old, a little at a time between commits. A turn that
 * fails (the disk is full) is tried again at the next.
 */
export function createUpkeep({ store, clock, log, held }: UpkeepOptions): Upkeep {
  let cancel: (() => void) | undefined;
  let tasks: Task[] = [];
  let nextRound = clock.now() + 60_000;
  let nextSample = clock.now();
  let stopped = false;

  function keepDays(name: RetentionClass): number | null {
    const configured = store.retention.keepDays();
    return configured.has(name) ? configured.get(name)! : defaultKeepDays[name];
  }

  function turn(): void {
    let isBusy = false;
    try {
      isBusy = work();
    } catch (error) {
      log.warn('upkeep has to wait', { error: String(error) });
    }
    if (!stopped) cancel = clock.after(isBusy ? busyEveryMs : idleEveryMs, turn);
  }

  /** True when there is more to do. */
  function work(): boolean {
    const now = clock.now();
    const until = clock.monotonic() + sliceMs;
    if (now >= nextSample) {
      store.retention.sample(now, now - samplesKeptMs);
      nextSample = now + sampleEveryMs;
    }
    if (!store.rollups.renew(now, sliceMs, () => clock.monotonic())) return true;
    if (now >= nextRound) {
      tasks = roundOf(store, held(), now, keepDays);
      nextRound = now + roundEveryMs;
    }
    while (clock.monotonic() < until) {
      const [task] = tasks;
      if (task === undefined) return store.ledger.pack(now - packAfterMs) > 0;
      if (!task()) tasks.shift();
    }
    return true;
  }

  cancel = clock.after(idleEveryMs, turn);
  return {
    review: () => (nextRound = clock.now()),
    keepDays,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

/** Everything that is too old and not held, as tasks of a few milliseconds each. */
function roundOf(
  store: Store,
  held: readonly HeldSpan[],
  now: number,
  keepDays: (name: RetentionClass) => number | null,
): Task[] {
  return retentionClasses.flatMap((name) => {
    const days = keepDays(name);
    if (days === null) return [];
    return tasksOf(store, name, held, now - days * dayMs);
  });
}

function tasksOf(store: Store, name: RetentionClass, held: readonly HeldSpan[], before: number): Task[] {
  const { retention, ledger } = store;
  const holds = (deviceId: string, from: number, to: number): boolean => isHeld(held, deviceId, from, to);
  switch (name) {
    case 'messages':
      // A block holds messages of many devices: a hold on one keeps the block.
      return [
        () =>
          ledger.deleteOldest(before, (from, to) => held.some((span) => span.from <= to && span.to >= from)) >
          0,
      ];
    case 'quarantine':
      return [
        () =>
          retention.deleteQuarantine(
            before,
            ({ deviceId, from, to }) => holds(deviceId, from, to),
            rowsAtOnce,
          ) > 0,
      ];
    case 'rollups':
      return [...store.keys.allSeries()].flatMap(({ key, deviceKey }) =>
        freeRanges(held, deviceIdOf(store, deviceKey), dayStart(before)).map(
          (range): Task =>
            () =>
              retention.deleteRollups(key, range, rowsAtOnce) > 0,
        ),
      );
    case 'readings':
      return [...store.keys.allSeries()].flatMap(({ key, deviceKey }) =>
        factTasks(store, name, key, freeRanges(held, deviceIdOf(store, deviceKey), dayStart(before))),
      );
    case 'positions':
    case 'statuses':
      return [...store.devices.all()].flatMap(({ key, deviceId }) =>
        factTasks(store, name, key, freeRanges(held, deviceId, dayStart(before))),
      );
  }
}

function factTasks(
  store: Store,
  name: FactClass,
  key: number,
  ranges: readonly { from: number; to: number }[],
): Task[] {
  const oldest = store.retention.oldest(name, key);
  return ranges
    .filter(({ to }) => oldest !== undefined && oldest < to)
    .map(
      (range): Task =>
        () =>
          store.retention.deleteFacts(name, key, range, rowsAtOnce) > 0,
    );
}

function dayStart(instant: number): number {
  return Math.floor(instant / dayMs) * dayMs;
}

function deviceIdOf(store: Store, deviceKey: number): string {
  return store.devices.byKey(deviceKey)?.deviceId ?? '';
}
