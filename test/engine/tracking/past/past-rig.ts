import { seededRandom } from '#engine/tracking/learner/boosting.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
export const pastStart = Date.UTC(2026, 0, 5);

const iso = (at: number): string => new Date(at).toISOString();

/** A history in which the far region takes three times as long as the near one, and Fridays a day longer. */
export function historyCsv(journeys: number, seed = 1): string {
  const random = seededRandom(seed);
  const lines = Array.from({ length: journeys }, (_, index) => {
    const placed = pastStart + Math.floor(random() * 180 * dayMs);
    const isFar = random() < 0.5;
    const isFriday = new Date(placed).getUTCDay() === 5;
    const hours = (isFar ? 60 : 20) * (0.8 + 0.4 * random()) + (isFriday ? 24 : 0);
    const collected = placed + 5 * hourMs;
    const delivered = Math.round(collected + hours * hourMs);
    const region = isFar ? 'far' : 'near';
    return `H-${index},${iso(placed)},${iso(collected)},${iso(delivered)},LYON,${region}`;
  });
  return ['orderNumber,placedTime,collectedTime,deliveredTime,originSiteId,shipTo.region', ...lines].join(
    '\n',
  );
}
