import type { OrderState } from '#shared/domain/order-state.ts';
import { progressOf } from '#shared/domain/order-state.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { PastJourney } from '../../store/past-journeys.ts';
import { laneName } from './past-journey.ts';

/** What may be asked about: a journey in a state, and since when. Instants in epoch milliseconds. */
export interface Situation extends Omit<PastJourney, 'orderNumber' | 'started' | 'delivered' | 'entries'> {
  readonly state: OrderState;
  readonly entered: number;
  /** What people call its origin. */
  readonly originName?: string | undefined;
  readonly placed: number | undefined;
  /** What to add to an instant for the clock on the wall, in milliseconds. */
  readonly offset: number;
}

/** A situation of a journey that ended, and how long it took from there. */
export interface Lesson {
  readonly situation: Situation;
  readonly delivered: number;
  readonly hours: number;
}

/** The situations a journey was in, with what became of each. */
export function lessonsOf(journey: PastJourney, offsetAt: (instant: number) => number): Lesson[] {
  const { entries, delivered, orderNumber: _number, started: _started, ...rest } = journey;
  const placed = entries.find(({ state }) => state === 'created')?.entered;
  return entries.map(({ state, entered }) => ({
    situation: { ...rest, state, entered, placed, offset: offsetAt(entered) },
    delivered,
    hours: (delivered - entered) / hourMs,
  }));
}

/** Numbers of a situation by name, NaN where it is not known. */
export const numberFeatures: readonly Feature<number>[] = [
  { name: 'state', of: ({ state }) => progressOf[state] },
  { name: 'hour of day', of: (at) => wall(at).getUTCHours() + wall(at).getUTCMinutes() / 60 },
  { name: 'weekday', of: (at) => wall(at).getUTCDay() },
  {
    name: 'time since it was placed',
    of: ({ entered, placed }) => (placed === undefined ? NaN : (entered - placed) / hourMs),
  },
  {
    name: 'time to the promise',
    of: ({ entered, promised }) => (promised === undefined ? NaN : (promised - entered) / hourMs),
  },
  { name: 'latitude', of: ({ lat }) => lat ?? NaN },
  { name: 'longitude', of: ({ lon }) => lon ?? NaN },
];

/** Words of a situation by name, '' where it is not known. */
export const wordFeatures: readonly Feature<string>[] = [
  { name: 'origin', of: ({ origin }) => origin ?? '' },
  { name: 'country', of: ({ country }) => country ?? '' },
  { name: 'region', of: ({ region }) => region ?? '' },
  { name: 'city', of: ({ city }) => city ?? '' },
  { name: 'lane', of: laneName },
  { name: 'service level', of: ({ serviceLevel }) => serviceLevel ?? '' },
  { name: 'carrier', of: ({ carrier }) => carrier ?? '' },
];

interface Feature<Value> {
  readonly name: string;
  readonly of: (situation: Situation) => Value;
}

export const featureNames: readonly string[] = [...numberFeatures, ...wordFeatures].map(({ name }) => name);

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const wall = ({ entered, offset }: Situation): Date => new Date(entered + offset);

/** One side of a situation: features that say the same thing, and how it is told. */
interface Side {
  readonly columns: readonly number[];
  readonly words: (situation: Situation) => string;
}

const side = (names: readonly string[], words: Side['words']): Side => ({
  columns: names.map((name) => featureNames.indexOf(name)),
  words,
});

/** Its lane as people call it. */
export function laneWords(situation: Situation): string {
  return laneName({ ...situation, origin: situation.originName ?? situation.origin });
}

export const sides: readonly Side[] = [
  side(
    ['origin', 'country', 'region', 'city', 'lane', 'latitude', 'longitude'],
    (situation) => laneWords(situation) || 'where it goes',
  ),
  side(['service level'], ({ serviceLevel }) => `service ${serviceLevel ?? 'not known'}`),
  side(['carrier'], ({ carrier }) => `carrier ${carrier ?? 'not known'}`),
  side(['weekday'], (at) => `on a ${weekdays[wall(at).getUTCDay()]!}`),
  side(['hour of day'], (at) => `at ${wall(at).toISOString().slice(11, 16)}`),
  side(['time since it was placed'], () => 'by the time since it was placed'),
  side(
    ['time to the promise'],
    ({ entered, promised = entered }) => `promised ${Math.round((promised - entered) / dayMs)} d ahead`,
  ),
];
