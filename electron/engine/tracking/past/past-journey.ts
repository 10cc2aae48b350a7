import type { PastJourney } from '../../store/past-journeys.ts';

/** What says where a journey leads and how: what lanes are compared by. */
export type Lane = Pick<PastJourney, 'origin' | 'country' | 'region' | 'city' | 'serviceLevel'>;

/** `LYON → Bretagne`, or as much of it as is known; '' for nothing. */
export function laneName({ origin, region, country, city }: Lane): string {
  const to = region ?? country ?? city;
  return origin === undefined && to === undefined ? '' : `${origin ?? '?'} → ${to ?? '?'}`;
}
