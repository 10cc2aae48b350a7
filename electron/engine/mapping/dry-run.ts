import type { Observation } from '#shared/domain/observation.ts';

import { placeInTime } from '../ingest/place-in-time.ts';
import type { UnderstoodMessage } from '../ingest/settle.ts';
import type { PlacedFact } from '../store/facts.ts';

/** A fact of a message as it is understood now and as it would be. */
export interface Difference {
  readonly change: 'new' | 'changed' | 'lost' | 'same';
  readonly before: PlacedFact | undefined;
  readonly after: PlacedFact | undefined;
}

/** Compares what two ways of reading make of one message: facts are the same fact by who, what, where and when. */
export function compareReadings(now: UnderstoodMessage, then: UnderstoodMessage): readonly Difference[] {
  const before = byIdentity(now);
  const after = byIdentity(then);
  const differences: Difference[] = [];
  for (const [identity, fact] of after) {
    const was = before.get(identity);
    const same = was !== undefined && contentOf(was) === contentOf(fact);
    differences.push({
      change: was === undefined ? 'new' : same ? 'same' : 'changed',
      before: was,
      after: fact,
    });
  }
  for (const [identity, fact] of before) {
    if (!after.has(identity)) differences.push({ change: 'lost', before: fact, after: undefined });
  }
  return differences;
}

/** The facts of a message with one value each, where in time they would be stored. */
export function placedFacts(understood: UnderstoodMessage): readonly PlacedFact[] {
  const { message } = understood;
  const arrival = { receivedAt: message.receivedAt, live: !message.retained && !understood.backfill };
  return understood.observations.flatMap(single).flatMap((observation) => {
    const placement = placeInTime(observation, arrival);
    return placement.ok ? [placement.fact] : [];
  });
}

function single(observation: Observation): readonly Observation[] {
  if (observation.kind !== 'reading') return [observation];
  return observation.values.map((value) => ({ ...observation, values: [value] }));
}

function byIdentity(understood: UnderstoodMessage): ReadonlyMap<string, PlacedFact> {
  const facts = new Map<string, PlacedFact>();
  for (const fact of placedFacts(understood)) {
    const { observation } = fact;
    const what = observation.kind === 'reading' ? [observation.channel, observation.values[0]?.type] : [];
    const base = JSON.stringify([observation.kind, observation.deviceId, fact.eventTime, ...what]);
    let identity = base;
    for (let n = 1; facts.has(identity); n += 1) identity = `${base} ${n}`;
    facts.set(identity, fact);
  }
  return facts;
}

function contentOf({ observation }: PlacedFact): string {
  return JSON.stringify(
    Object.entries(observation)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
