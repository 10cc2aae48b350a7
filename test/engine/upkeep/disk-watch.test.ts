import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { ballastBytes, createDiskWatch } from '#engine/upkeep/disk-watch.ts';
import { forecastFull, freeRanges } from '#shared/domain/retention.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-store.ts';

const gigabyte = 1024 ** 3;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

it('tells when room becomes scarce and when it is back, and sets some aside only while there is plenty', () => {
  const clock = createFakeClock();
  let freeBytes = 20 * gigabyte;
  const told: boolean[] = [];
  const watch = createDiskWatch({
    dataDir: folder.path,
    clock,
    onChange: (isLow) => told.push(isLow),
    measure: () => ({ freeBytes, totalBytes: 100 * gigabyte }),
  });
  clock.advance(60_000);
  const ballast = join(folder.path, 'ballast');
  expect(statSync(ballast).size).toBe(ballastBytes);
  freeBytes = 4 * gigabyte;
  clock.advance(10_000);
  expect(watch.notice()).toBe('There is little room left on the disk of the data folder (4096 MB).');
  expect([watch.release(), watch.release(), existsSync(ballast)]).toEqual([true, false, false]);
  clock.advance(120_000);
  expect(existsSync(ballast)).toBe(false);
  freeBytes = 20 * gigabyte;
  clock.advance(10_000);
  expect({ told, notice: watch.notice() }).toEqual({ told: [true, false], notice: undefined });
  watch.stop();
  expect(clock.pendingTimers()).toBe(0);
});

it('forecasts when the disk is full from how the data grew lately, and says nothing it does not know', () => {
  const now = 100 * dayMs;
  const sample = (agoMs: number, bytes: number) => ({ time: now - agoMs, bytes });
  expect(forecastFull([sample(dayMs, 0), sample(0, gigabyte)], 10 * gigabyte, now)).toEqual({
    bytesPerDay: gigabyte,
    fullTime: now + 10 * dayMs,
  });
  expect(forecastFull([sample(60_000, 0), sample(0, gigabyte)], gigabyte, now).fullTime).toBeUndefined();
  expect(forecastFull([sample(dayMs, 5), sample(0, 5)], gigabyte, now)).toEqual({
    bytesPerDay: 0,
    fullTime: undefined,
  });
});

it('frees whole hours around what is held', () => {
  const held = [
    { deviceId: 'A', from: 2 * hourMs + 1, to: 3 * hourMs + 1 },
    { deviceId: 'B', from: 0, to: Number.MAX_SAFE_INTEGER },
    { deviceId: undefined, from: 5 * hourMs, to: 5 * hourMs },
  ];
  expect(freeRanges(held, 'A', 10 * hourMs)).toEqual([
    { from: 0, to: 2 * hourMs },
    { from: 4 * hourMs, to: 5 * hourMs },
    { from: 6 * hourMs, to: 10 * hourMs },
  ]);
  expect(freeRanges(held, 'B', 10 * hourMs)).toEqual([]);
});
