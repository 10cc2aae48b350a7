import { dayMs, minuteMs } from '#shared/domain/time.ts';

/** Up to this age a marker is drawn in full. */
export const freshForMs = minuteMs;

/** From this age on it is drawn as faint as it gets. */
export const faintFromMs = dayMs;

/** Faint is still visible: an old place is a fact too. */
export const faintest = 0.55;

/**
 * Strength of a marker by the age of its data, 1 … `faintest`. Continuous and falling in the logarithm of the
 * age, so that one minute and ten minutes differ as clearly as two hours and twenty.
 */
export function fadeOf(ageMs: number): number {
  const progress = Math.log(Math.max(ageMs, freshForMs) / freshForMs) / Math.log(faintFromMs / freshForMs);
  return 1 - (1 - faintest) * Math.min(1, progress);
}

/** The same function for the vertex shader, with the age in seconds. */
export const fadeGlsl = `
float fadeOf(float ageS) {
  float progress = log(max(ageS, ${(freshForMs / 1000).toFixed(1)}) / ${(freshForMs / 1000).toFixed(1)})
    / ${Math.log(faintFromMs / freshForMs).toFixed(6)};
  return 1.0 - ${(1 - faintest).toFixed(3)} * min(1.0, progress);
}`;
