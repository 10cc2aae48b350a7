/**
 * Which alarms limits of every mode raise on the readings of one sensor, found by looking at every reading and the
 * whole of what lies before it. Knows nothing of the program: it is written from the words of the rules alone.
 */
import {
  isOut,
  oracleExcursions,
  oracleGaps,
  oracleSpansWithin,
  worstPerInstant,
  type OracleLimit,
  type OracleReading,
} from './excursion-oracle.ts';

export type StoryQuantity = 'Temperature' | 'RelativeHumidity';

/** What a sensor says at an instant. */
export interface StoryReading {
  readonly time: number;
  readonly Temperature: number;
  readonly RelativeHumidity: number;
  /** It says itself that it measured nothing. */
  readonly invalid: boolean;
}

export interface StoryLimit {
  readonly side: 'above' | 'below';
  readonly value: number;
  readonly inclusive: boolean;
  readonly quantity: StoryQuantity;
  readonly mode: 'single' | 'consecutive' | 'cumulative' | 'rate' | 'silence' | 'mkt' | 'budget';
  readonly severity: 'high';
  readonly forS?: number;
  readonly windowS?: number;
  readonly clearValue?: number;
  readonly clearForS?: number;
  readonly scope?: 'leg' | 'calendar';
}

export interface Story {
  /** In order of event time. */
  readonly readings: readonly StoryReading[];
  readonly expectedEveryS: number | undefined;
  readonly limits: readonly StoryLimit[];
  /** Of its thermometer, the earliest first. */
  readonly calibrations: readonly {
    readonly from: number;
    readonly offset: number;
    readonly uncertainty?: number;
  }[];
  /** Vehicles it was on. */
  readonly legs: readonly { readonly from: number; readonly to: number }[];
  readonly timeZone: string;
}

/** An alarm, in what must be the same whatever the order of arrival. */
export interface OracleAlarm {
  readonly kind: string;
  readonly limit?: StoryLimit;
  readonly start: number;
  readonly end: number | undefined;
  readonly alarm?: number;
  readonly worst?: number;
  readonly count?: number;
  readonly decidable?: boolean;
}

const minute = 60_000;
const day = 1440 * minute;
const heatRatio = 10_000;
const zeroCelsius = 273.15;
/** Longer than any limit allows. */
const longestWait = 3 * day;

export function oracleAlarms(story: Story): OracleAlarm[] {
  return [
    ...story.limits.filter(({ mode }) => mode !== 'silence').flatMap((limit) => brokenBy(story, limit)),
    ...silences(story),
    ...faults(story, 'Temperature'),
    ...faults(story, 'RelativeHumidity'),
  ];
}

function brokenBy(story: Story, limit: StoryLimit): OracleAlarm[] {
  const points = worstPerInstant(measured(story, limit.quantity), limit.side);
  const found = spansOf(story, points, limit);
  return found.map((each) => ({
    kind: kindOf(story, limit),
    limit,
    ...each,
    ...decided(story, limit, each),
  }));
}

type Found = Required<Pick<OracleAlarm, 'start' | 'alarm' | 'worst' | 'count'>> & {
  readonly end: number | undefined;
};

function spansOf(story: Story, points: readonly OracleReading[], limit: StoryLimit): Found[] {
  switch (limit.mode) {
    case 'single':
    case 'consecutive':
      return measuredOver(points, limit, oracleExcursions(points, asStepped(limit), expectedMs(story)));
    case 'rate': {
      const changes = points.map((point, index) => ({
        ...point,
        value: changeOf(story, points, index, limit),
      }));
      const rise = { ...limit, side: 'above', value: Math.abs(limit.value) } as const;
      const { clearValue } = limit;
      const held = clearValue === undefined ? rise : { ...rise, clearValue: Math.abs(clearValue) };
      return measuredOver(changes, held, oracleSpansWithin(changes, asStepped(held), true));
    }
    case 'mkt':
      return trips(story, points, limit).flatMap((trip) => {
        // Where nothing can be said of it the figure is no number: neither beyond the limit nor back within it.
        const means = trip.points.map((point, index) => ({
          ...point,
          value: meanKinetic(story, points, trip, index, limit) ?? Number.NaN,
        }));
        return measuredOver(means, limit, oracleSpansWithin(means, asStepped(limit), trip.isLast));
      });
    case 'cumulative':
    case 'budget':
      return trips(story, points, limit).flatMap((trip) => addedUp(story, points, trip, limit));
    case 'silence':
      return [];
  }
}

/** Since when it was an alarm, the worst of it and how many readings were beyond the limit. */
function measuredOver(
  points: readonly OracleReading[],
  limit: StoryLimit,
  spans: readonly (readonly [number, number | undefined])[],
): Found[] {
  return spans.map(([start, end]) => {
    const during = points.filter(({ time }) => time >= start && time <= (end ?? Infinity));
    const outs = during.filter(({ value }) => isOut(asStepped(limit), value));
    const alarm = during.find(({ time }) => time - start >= (limit.forS ?? 0) * 1000)!.time;
    return { start, end, alarm, worst: worstOf(outs, limit), count: outs.length };
  });
}

function worstOf(readings: readonly OracleReading[], { side }: Pick<StoryLimit, 'side'>): number {
  const values = readings.map(({ value }) => value);
  return side === 'above' ? Math.max(...values) : Math.min(...values);
}

/** What was measured, put right by the calibration of the time; what no working probe says is not measured. */
function measured({ readings, calibrations }: Story, quantity: StoryQuantity): OracleReading[] {
  return readings
    .filter((reading) => !isBad(reading, quantity))
    .map((reading) => {
      const applying = calibrations.filter(({ from }) => from <= reading.time).at(-1);
      const offset = quantity === 'Temperature' ? (applying?.offset ?? 0) : 0;
      return { time: reading.time, value: Math.round((reading[quantity] + offset) * 1e6) / 1e6 };
    });
}

function isBad(reading: StoryReading, quantity: StoryQuantity): boolean {
  return reading.invalid || (quantity === 'Temperature' && [85, -127].includes(reading.Temperature));
}

interface Trip {
  readonly points: readonly OracleReading[];
  /** Its beginning is known. */
  readonly isBounded: boolean;
  readonly isLast: boolean;
}

/** Readings that are added up together: those of one leg, or of one day where the limit is of the calendar. */
function trips({ legs, timeZone }: Story, points: readonly OracleReading[], limit: StoryLimit): Trip[] {
  const bounds = limit.mode === 'budget' ? [] : legs.flatMap(({ from, to }) => [from, to]);
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const legOf = (time: number): number => bounds.filter((bound) => bound <= time).length;
  const nameOf = (time: number): string =>
    `${legOf(time)} ${limit.scope === 'calendar' ? date.format(time) : ''}`;
  const groups = [...Map.groupBy(points, ({ time }) => nameOf(time)).values()];
  return groups.map((group, index) => ({
    points: group,
    isBounded: legOf(group[0]!.time) > 0,
    isLast: index === groups.length - 1,
  }));
}

/** How far a sum or a mean looks back; undefined: to the beginning of its trip. */
function windowOf(limit: StoryLimit, { isBounded }: Trip): number | undefined {
  if (limit.mode === 'budget' || limit.scope === 'calendar') return undefined;
  if (limit.windowS !== undefined) return limit.windowS * 1000;
  if (isBounded) return undefined;
  return limit.mode === 'mkt' ? day : 30 * day;
}

interface Held extends OracleReading {
  /** How long it stood, up to the reading looked at. */
  readonly ms: number;
}

/** The readings that a sum at one of them is made of; each stands until the next, unless readings are missing there. */
function lookingBack(
  story: Story,
  all: readonly OracleReading[],
  trip: Trip,
  index: number,
  limit: StoryLimit,
): Held[] {
  const back = windowOf(limit, trip) ?? Infinity;
  const now = trip.points[index]!.time;
  const gaps = oracleGaps(all, expectedMs(story));
  return trip.points
    .slice(0, index + 1)
    .map((point, place) => {
      const next = trip.points[place + 1];
      const isBroken = next !== undefined && gaps.has(next);
      return { ...point, ms: place === index || next === undefined || isBroken ? 0 : next.time - point.time };
    })
    .filter(({ time }) => time >= now - back);
}

function addedUp(story: Story, all: readonly OracleReading[], trip: Trip, limit: StoryLimit): Found[] {
  const found: { -readonly [Key in keyof Found]: Found[Key] }[] = [];
  let outs: OracleReading[] | undefined;
  for (const [index, point] of trip.points.entries()) {
    const beyond = lookingBack(story, all, trip, index, limit).filter(({ value }) =>
      isOut(asStepped(limit), value),
    );
    const sum = beyond.reduce((total, { ms }) => total + ms, 0);
    const isOn = beyond.length > 0 && sum >= (limit.forS ?? 0) * 1000;
    if (isOn && outs === undefined) {
      // What was of the one before begins no other.
      outs = beyond.filter(({ time }) => time >= (found.at(-1)?.end ?? -Infinity));
      found.push({ start: outs[0]!.time, end: undefined, alarm: point.time, worst: 0, count: 0 });
    } else if (isOn && isOut(asStepped(limit), point.value)) outs?.push(point);
    const current = found.at(-1);
    if (outs !== undefined && current !== undefined) {
      current.worst = worstOf(outs, limit);
      current.count = outs.length;
      if (!isOn) current.end = point.time;
    }
    if (!isOn) outs = undefined;
  }
  const last = found.at(-1);
  if (last !== undefined && last.end === undefined && !trip.isLast) last.end = trip.points.at(-1)!.time;
  return found;
}

/** How far it has moved, in the direction of the limit, since the furthest the other way within the window. */
function changeOf(
  story: Story,
  points: readonly OracleReading[],
  index: number,
  { side, windowS = 3600 }: StoryLimit,
): number {
  const gaps = oracleGaps(points, expectedMs(story));
  let first = index;
  while (first > 0 && !gaps.has(points[first]!)) first -= 1;
  const { time, value } = points[index]!;
  const before = points
    .slice(first, index + 1)
    .filter((point) => point.time >= time - windowS * 1000)
    .map((point) => point.value);
  return side === 'above' ? value - Math.min(...before) : Math.max(...before) - value;
}

/** The mean kinetic temperature at a reading, where it says anything. */
function meanKinetic(
  story: Story,
  all: readonly OracleReading[],
  trip: Trip,
  index: number,
  limit: StoryLimit,
): number | undefined {
  const held = lookingBack(story, all, trip, index, limit);
  const length = windowOf(limit, trip) ?? trip.points[index]!.time - trip.points[0]!.time;
  const heldMs = held.reduce((sum, { ms }) => sum + ms, 0);
  const values = held.map(({ value }) => value);
  if (held.length < 12 || heldMs < 0.75 * length || Math.max(...values) < 0) return undefined;
  const lower = story.limits.filter(
    ({ side, quantity, mode }) =>
      side === 'below' && quantity === 'Temperature' && (mode === 'single' || mode === 'consecutive'),
  );
  if (Math.min(...values) < (lower.length === 0 ? 0 : Math.max(...lower.map(({ value }) => value))))
    return undefined;
  const sum = held.reduce(
    (total, { value, ms }) => total + (ms / heldMs) * Math.exp(-heatRatio / (value + zeroCelsius)),
    0,
  );
  return heatRatio / -Math.log(sum) - zeroCelsius;
}

/** Nearer to the limit than the uncertainty of the thermometer nothing can be decided. */
function decided(
  { calibrations }: Story,
  limit: StoryLimit,
  { start, worst }: Found,
): { readonly decidable?: boolean } {
  const applying = calibrations.filter(({ from }) => from <= start).at(-1);
  if (limit.quantity !== 'Temperature' || applying === undefined) return {};
  const { uncertainty } = applying;
  const isNear = uncertainty !== undefined && Math.abs(worst - limit.value) <= uncertainty;
  return { decidable: limit.mode === 'rate' || !isNear };
}

/**
 * Of the device and of its one channel: longer without a word than limits allow, or than it usually is where none
 * applies. Found by going through every minute without a word and counting, limit by limit, how many it has applied.
 */
function silences(story: Story): OracleAlarm[] {
  const instants = [...new Set(story.readings.map(({ time }) => time))];
  return (['device-silent', 'sensor-silent'] as const).flatMap((kind) =>
    instants.flatMap((last, index) => {
      const usual = usualSilence(instants.slice(Math.max(0, index - 32), index + 1), story);
      const limits = kind === 'sensor-silent' ? story.limits.filter(({ mode }) => mode === 'silence') : [];
      const next = instants[index + 1];
      const start = firstTooLong(story, { limits, usual, last, until: next ?? last + longestWait });
      return start === undefined ? [] : [{ kind, start, end: next }];
    }),
  );
}

interface Quiet {
  readonly limits: readonly StoryLimit[];
  readonly usual: number | undefined;
  readonly last: number;
  readonly until: number;
}

function firstTooLong({ legs }: Story, { limits, usual, last, until }: Quiet): number | undefined {
  const isOnLeg = (time: number): boolean => legs.some(({ from, to }) => from <= time && time < to);
  const counted = Array.from({ length: limits.length + 1 }, () => 0);
  for (let time = last; time < until; time += minute) {
    const inForce = limits.map(({ scope }) => scope !== 'leg' || isOnLeg(time));
    const rules = [
      ...limits.map(({ forS = 0 }, index) => ({ allowedMs: forS * 1000, holds: inForce[index]! })),
      { allowedMs: usual ?? Infinity, holds: !inForce.includes(true) },
    ];
    // It has been quiet for all that is allowed, and is so for longer.
    if (rules.some(({ allowedMs, holds }, index) => holds && counted[index]! >= allowedMs)) return time;
    for (const [index, { holds }] of rules.entries()) counted[index] = holds ? counted[index]! + minute : 0;
  }
  return undefined;
}

function usualSilence(instants: readonly number[], story: Story): number | undefined {
  const apart = instants
    .slice(1)
    .map((time, index) => time - instants[index]!)
    .sort((a, b) => a - b);
  const usual = expectedMs(story) ?? (apart.length < 3 ? undefined : apart[Math.floor(apart.length / 2)]!);
  return usual === undefined ? undefined : 2 * usual + minute;
}

/** From the first reading that is none to the next that is one. */
function faults({ readings }: Story, quantity: StoryQuantity): OracleAlarm[] {
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    if (!isBad(reading, quantity) || (before !== undefined && isBad(before, quantity))) return [];
    const good = readings.slice(index).find((later) => !isBad(later, quantity));
    return [{ kind: 'sensor-fault', start: reading.time, end: good?.time }];
  });
}

function kindOf({ limits }: Story, limit: StoryLimit): string {
  if (limit.mode === 'budget') return 'stability-budget';
  if (limit.quantity === 'RelativeHumidity') return 'humidity-excursion';
  const isKeptAboveZero = limits.some(
    ({ side, value, quantity, mode }) =>
      side === 'above' && value > 0 && quantity === 'Temperature' && mode !== 'rate',
  );
  const isFreezing = limit.side === 'below' && limit.value <= 0 && limit.mode !== 'rate';
  return isFreezing && isKeptAboveZero ? 'freeze' : 'temperature-excursion';
}

function expectedMs({ expectedEveryS }: Story): number | undefined {
  return expectedEveryS === undefined ? undefined : expectedEveryS * 1000;
}

function asStepped({ side, value, inclusive, forS = 0, clearValue, clearForS = 0 }: StoryLimit): OracleLimit {
  return { side, value, inclusive, forMs: forS * 1000, clearValue, clearForMs: clearForS * 1000 };
}
