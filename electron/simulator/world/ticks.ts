import { noise } from '../random.ts';

export interface Ticking {
  readonly key: number;
  readonly periodMs: number;
}

/**
 * Devices speak at moments fixed by the calendar, not by when the simulation began: the n-th moment of a device is
 * the same in every run. Moments jitter by a twentieth of the period.
 */
export function tickAt(device: Ticking, n: number): number {
  const phase = device.key % device.periodMs;
  const jitter = (noise(device.key + 3, n) - 0.5) * (device.periodMs / 10);
  return Math.round(n * device.periodMs + phase + jitter);
}

/** Number of the first moment at or after an instant. */
export function firstTick(device: Ticking, fromMs: number): number {
  let n = Math.floor((fromMs - (device.key % device.periodMs)) / device.periodMs) - 1;
  while (tickAt(device, n) < fromMs) n++;
  return n;
}

/** From a device's mouth to the broker: the same for all its messages, so that they never overtake each other. */
export function latencyMs(device: { readonly key: number }): number {
  return 60 + (device.key % 240);
}
