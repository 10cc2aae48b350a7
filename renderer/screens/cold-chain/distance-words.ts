import { coldChainText } from '#renderer/text/cold-chain.ts';
import { limitDistanceWords } from '#renderer/text/profiles.ts';

import { type ColdItem, nearestDistance } from './cold-items.ts';

/** How far the newest value is from the nearest limit, in words; undefined where that cannot be said. */
export function distanceWords(item: ColdItem): string | undefined {
  const distance = nearestDistance(item);
  if (distance === undefined) return undefined;
  if (distance === 0) return coldChainText.atLimit;
  const size = limitDistanceWords(item.quantity, Math.abs(distance));
  return distance < 0 ? coldChainText.beyond(size) : coldChainText.inside(size);
}
