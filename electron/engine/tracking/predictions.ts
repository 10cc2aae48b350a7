import { isFinal } from '#shared/domain/order-state.ts';
import { hourMs } from '#shared/domain/time.ts';

import type { PredictionRow, PredictionStore } from '../store/predictions.ts';
import type { OrderBelief, PostedOrder } from './believe.ts';
import { entriesOf } from './passages.ts';
import type { Journey } from './journey.ts';

interface Predicted {
  readonly orderKey: number;
  readonly posted: PostedOrder;
  readonly belief: OrderBelief;
  readonly journeys: ReadonlyMap<string, Journey>;
  readonly now: number;
}

/** Writes down what is predicted of an order when its state changes, and otherwise once an hour. */
export interface PredictionRecord {
  note(predicted: Predicted): void;
  /** What was remembered may not be true: a transaction failed. */
  forget(): void;
}

export function createPredictionRecord(store: PredictionStore): PredictionRecord {
  /** Of open orders only. */
  const lasts = new Map<number, { readonly state: string; readonly made: number } | undefined>();

  return {
    note(predicted) {
      const { orderKey, belief, now } = predicted;
      if (isFinal(belief.state)) lasts.delete(orderKey);
      const row = rowOf(predicted);
      if (row === undefined) return;
      if (!lasts.has(orderKey)) lasts.set(orderKey, store.last(orderKey));
      const last = lasts.get(orderKey);
      if (last !== undefined && last.state === row.state && now - last.made < hourMs) return;
      store.append(row);
      lasts.set(orderKey, { state: row.state, made: now });
    },
    forget: () => lasts.clear(),
  };
}

function rowOf({ orderKey, posted, belief, journeys, now }: Predicted): PredictionRow | undefined {
  const { estimate, state, least } = belief;
  if (estimate === undefined) return undefined;
  const journey = journeys.get(least.parcelId);
  const site = journey && entriesOf(posted, journey).at(-1)?.siteId;
  const carriers = posted.parcels.flatMap(({ carrier }) => carrier ?? []);
  const region = posted.shipTo.region ?? posted.shipTo.country;
  const origin = posted.plan?.[0]?.siteId ?? site;
  return {
    orderKey,
    made: now,
    state,
    model: estimate.model,
    p10: Math.round(estimate.p10),
    p50: Math.round(estimate.p50),
    p90: Math.round(estimate.p90),
    site: site ?? '',
    lane: origin === undefined && region === undefined ? '' : `${origin ?? '?'} → ${region ?? '?'}`,
    carrier: carriers[0] ?? '',
    service: posted.serviceLevel ?? '',
    driver: journey === undefined ? '' : driverOf(journey),
  };
}

const driven: ReadonlySet<string> = new Set([
  'loading',
  'departing',
  'shipping',
  'transporting',
  'collecting',
]);

/** Who scanned it onto its way last, else the vehicle it went onto; '' where neither is known. */
function driverOf({ events }: Journey): string {
  const scan = events.findLast(
    ({ scan: { bizStep, outcome } }) => outcome !== undefined || driven.has(bizStep ?? ''),
  )?.scan;
  return scan?.operator ?? scan?.vehicleId ?? '';
}
