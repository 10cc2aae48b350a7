import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Clock } from '../clock.ts';

const lookEveryMs = 10_000;
const littleBytes = 1024 ** 3;
const littlePart = 0.05;
/** Set aside so that a full disk can be worked on: SQLite needs room even to delete. */
export const ballastBytes = 64 * 1024 ** 2;

export interface DiskState {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface DiskWatch {
  state(): DiskState;
  /** True below 5 % or 1 GB. */
  isLow(): boolean;
  /** One sentence while it is low. */
  notice(): string | undefined;
  /** Gives up what was set aside; false when nothing was. */
  release(): boolean;
  stop(): void;
}

export interface DiskWatchOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Called when the disk became low, or no longer is. */
  readonly onChange: (isLow: boolean) => void;
  readonly measure?: (folder: string) => DiskState;
}

/** Watches the room on the disk of a data folder, and keeps some of it for bad times. */
export function createDiskWatch(options: DiskWatchOptions): DiskWatch {
  const { dataDir, clock, onChange, measure = measureDisk } = options;
  const ballast = join(dataDir, 'ballast');
  let state = measure(dataDir);
  let low = false;

  function look(): void {
    state = measure(dataDir);
    const isLow = isLittle(state);
    if (isLow !== low) {
      low = isLow;
      onChange(low);
    }
  }

  /** Only where there is plenty of room: it must not be what fills the disk. */
  function setAside(): void {
    if (low || existsSync(ballast) || isLittle({ ...state, freeBytes: state.freeBytes - 4 * ballastBytes }))
      return;
    try {
      writeFileSync(ballast, Buffer.alloc(ballastBytes), { mode: 0o600 });
    } catch {
      rmSync(ballast, { force: true });
    }
  }

  look();
  const stops = [clock.every(lookEveryMs, look), clock.every(6 * lookEveryMs, setAside)];
  return {
    state: () => state,
    isLow: () => low,
    notice: () =>
      low
        ? `There is little room left on the disk of the data folder (${(state.freeBytes / 1024 ** 2).toFixed(0)} MB).`
        : undefined,
    release() {
      if (!existsSync(ballast)) return false;
      rmSync(ballast, { force: true });
      look();
      return true;
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function isLittle({ freeBytes, totalBytes }: DiskState): boolean {
  return freeBytes < littleBytes || freeBytes < littlePart * totalBytes;
}

function measureDisk(folder: string): DiskState {
  const { bavail, bsize, blocks } = statfsSync(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
