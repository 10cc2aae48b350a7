import {
  fewestMktReadings,
  fromKineticShare,
  kineticShare,
  leastMktCoverage,
  usualMktWindowMs,
} from '#shared/domain/mkt.ts';
import { dayMs, hourMs } from '#shared/domain/time.ts';

import {
  excursionOf,
  normal,
  release,
  step,
  type Excursion,
  type Phase,
  type Point,
  type Reading,
} from './excursions.ts';
import { isBeyond, isWorse, type Limit } from './limits.ts';

/** Modes judged by more than the value at hand. */
const talliedModes: ReadonlySet<Limit['mode']> = new Set(['cumulative', 'rate', 'mkt', 'budget']);

/** A trip nobody knows the bounds of is judged by this much of the past. */
const unboundedTripMs = 30 * dayMs;
/** A window moves in steps of this part of it, so that it costs the same however many readings it holds. */
const slotsPerWindow = 720;

/** True for limits that look back over a trip or a window. */
export function isTallied({ mode }: Pick<Limit, 'mode'>): boolean {
  return talliedModes.has(mode);
}

/**
 * How far a limit looks back from a reading; undefined: to the beginning of the trip. A budget has no window: what is
 * used up stays used up.
 */
export function lookBackMs(limit: Limit, isBounded: boolean): number | undefined {
  if (limit.mode === 'budget' || limit.scope === 'calendar') return undefined;
  if (limit.mode === 'rate') return (limit.windowS ?? 0) * 1000 || hourMs;
  if (limit.windowS !== undefined) return limit.windowS * 1000;
  if (isBounded) return undefined;
  return limit.mode === 'mkt' ? usualMktWindowMs(limit.value) : unboundedTripMs;
}

/** What a part of the window held. */
interface Slot {
  readonly index: number;
  heldMs: number;
  outMs: number;
  shares: number;
  readings: number;
  outReadings: number;
  min: number;
  max: number;
  firstOut: Reading | undefined;
  worst: Reading | undefined;
}

/** Sums over what lies in the window before the newest reading. */
class Window {
  readonly #windowMs: number | undefined;
  readonly #slotMs: number;
  readonly slots: Slot[] = [];
  heldMs = 0;
  outMs = 0;
  shares = 0;
  readings = 0;
  outReadings = 0;

  constructor(windowMs: number | undefined) {
    this.#windowMs = windowMs;
    this.#slotMs = windowMs === undefined ? Infinity : Math.max(1, Math.floor(windowMs / slotsPerWindow));
  }

  /** The reading before this one stood for the time up to it. */
  hold(before: Reading, ms: number, isOut: boolean): void {
    const slot = this.#slotAt(before.time);
    if (slot === undefined) return;
    const share = kineticShare(before.value) * ms;
    slot.heldMs += ms;
    slot.shares += share;
    this.heldMs += ms;
    this.shares += share;
    if (!isOut) return;
    slot.outMs += ms;
    this.outMs += ms;
  }

  add(reading: Reading, isOut: boolean, limit: Limit): void {
    this.#forget(reading.time);
    const slot = this.#slotAt(reading.time) ?? this.#newSlot(reading.time);
    slot.readings += 1;
    this.readings += 1;
    slot.min = Math.min(slot.min, reading.value);
    slot.max = Math.max(slot.max, reading.value);
    if (!isOut) return;
    slot.outReadings += 1;
    this.outReadings += 1;
    slot.firstOut ??= reading;
    if (slot.worst === undefined || isWorse(limit, reading.value, slot.worst.value)) slot.worst = reading;
  }

  least(): number {
    return this.slots.reduce((least, { min }) => Math.min(least, min), Infinity);
  }

  most(): number {
    return this.slots.reduce((most, { max }) => Math.max(most, max), -Infinity);
  }

  #indexOf(time: number): number {
    return this.#slotMs === Infinity ? 0 : Math.floor(time / this.#slotMs);
  }

  #slotAt(time: number): Slot | undefined {
    const index = this.#indexOf(time);
    for (let place = this.slots.length - 1; place >= 0; place -= 1) {
      const slot = this.slots[place]!;
      if (slot.index === index) return slot;
      if (slot.index < index) return undefined;
    }
    return undefined;
  }

  #newSlot(time: number): Slot {
    const slot = {
      index: this.#indexOf(time),
      heldMs: 0,
      outMs: 0,
      shares: 0,
      readings: 0,
      outReadings: 0,
      min: Infinity,
      max: -Infinity,
      firstOut: undefined,
      worst: undefined,
    };
    this.slots.push(slot);
    return slot;
  }

  #forget(now: number): void {
    if (this.#windowMs === undefined) return;
    const oldest = this.#indexOf(now - this.#windowMs);
    while (this.slots.length > 0 && this.slots[0]!.index < oldest) {
      const { heldMs, outMs, shares, readings, outReadings } = this.slots.shift()!;
      this.heldMs -= heldMs;
      this.outMs -= outMs;
      this.shares -= shares;
      this.readings -= readings;
      this.outReadings -= outReadings;
    }
    // What is left of the sums of many that came and went.
    if (this.slots.length === 0) this.shares = 0;
  }
}

interface Running {
  readonly first: Reading;
  readonly alarm: number;
  worst: Reading;
  count: number;
}

export interface TallyOptions {
  readonly limit: Limit;
  /** The trip has a known beginning and end. */
  readonly isBounded: boolean;
  /** The value of the profile's lower limit, where it has one: a mean forgives nothing below it. */
  readonly lowerLimitC?: number | undefined;
}

/**
 * One limit of a mode that looks back, on its way through the readings of one trip in order of event time. What it
 * says is a function of those readings alone. Time across a gap counts for nothing, since nothing is known of it.
 */
export class Tally {
  readonly ended: Excursion[] = [];
  readonly #limit: Limit;
  /** A derived figure is held against this one. */
  readonly #figureLimit: Limit;
  readonly #windowMs: number | undefined;
  readonly #lowerLimitC: number | undefined;
  #window: Window;
  #began: number | undefined;
  #last: Reading | undefined;
  #running: Running | undefined;
  /** When the excursion before ended. */
  #endedAt = -Infinity;
  #phase: Phase = normal;

  constructor({ limit, isBounded, lowerLimitC }: TallyOptions) {
    this.#limit = limit;
    this.#figureLimit = limit.mode === 'rate' ? asRise(limit) : limit;
    this.#lowerLimitC = lowerLimitC;
    this.#windowMs = lookBackMs(limit, isBounded);
    this.#window = new Window(this.#windowMs);
  }

  /** Takes in the next reading by event time. */
  take(point: Point): void {
    const { time, value, recordTime } = point;
    const reading: Reading = { time, value, recordTime };
    if (point.gap !== undefined && this.#limit.mode === 'rate') this.#window = new Window(this.#windowMs);
    this.#began ??= time;
    const last = this.#last;
    if (last !== undefined && point.gap === undefined)
      this.#window.hold(last, time - last.time, isBeyond(this.#limit, last.value));
    this.#window.add(reading, isBeyond(this.#limit, value), this.#limit);
    this.#last = reading;
    if (this.#limit.mode === 'rate' || this.#limit.mode === 'mkt') this.#judgeFigure(reading);
    else this.#judgeTime(reading);
  }

  /** The trip is over, or the limit no longer applies. */
  release(): void {
    this.#phase = release(this.#phase, this.ended);
    if (this.#running !== undefined) this.ended.push(this.#excursion(this.#running, this.#last?.time));
    this.#running = undefined;
    this.#endedAt = -Infinity;
    this.#window = new Window(this.#windowMs);
    this.#began = undefined;
    this.#last = undefined;
  }

  /** The excursion that goes on after the newest reading. */
  standing(): Excursion | undefined {
    if (this.#phase.kind === 'active') return excursionOf(this.#phase, undefined);
    return this.#running && this.#excursion(this.#running, undefined);
  }

  #judgeTime(reading: Reading): void {
    const { outMs, outReadings } = this.#window;
    const isOn = outReadings > 0 && outMs >= (this.#limit.forS ?? 0) * 1000;
    const running = this.#running;
    if (!isOn) {
      if (running !== undefined) {
        this.ended.push(this.#excursion(running, reading.time));
        this.#endedAt = reading.time;
      }
      this.#running = undefined;
      return;
    }
    if (running === undefined) {
      this.#running = this.#begin(reading.time);
      return;
    }
    if (!isBeyond(this.#limit, reading.value)) return;
    running.count += 1;
    if (isWorse(this.#limit, reading.value, running.worst.value)) running.worst = reading;
  }

  #begin(alarm: number): Running {
    const all = this.#window.slots.filter(({ firstOut }) => firstOut !== undefined);
    // What was of the one before is still in the window, and begins no other.
    const since = all.filter(({ firstOut }) => firstOut!.time >= this.#endedAt);
    const withOut = since.length === 0 ? all.slice(-1) : since;
    const first = withOut[0]!.firstOut!;
    const worst = withOut
      .map((slot) => slot.worst!)
      .reduce((most, each) => (isWorse(this.#limit, each.value, most.value) ? each : most));
    return { first, alarm, worst, count: withOut.reduce((sum, { outReadings }) => sum + outReadings, 0) };
  }

  #excursion({ first, alarm, worst, count }: Running, end: number | undefined): Excursion {
    return { start: first.time, end, alarm, first, worst, count, gapBefore: undefined, gapAfter: undefined };
  }

  #judgeFigure(reading: Reading): void {
    const figure = this.#limit.mode === 'rate' ? this.#change(reading) : this.#meanKinetic(reading);
    if (figure === undefined) {
      this.#phase = withoutFigure(this.#phase, reading.time);
      return;
    }
    this.#phase = step(this.#phase, { ...reading, value: figure }, this.#figureLimit, this.ended);
  }

  /** How far the value has risen (or fallen) since its lowest (or highest) in the window; never negative. */
  #change({ value }: Reading): number {
    return this.#limit.side === 'above' ? value - this.#window.least() : this.#window.most() - value;
  }

  /** The mean kinetic temperature of the window, where it may be given. */
  #meanKinetic({ time }: Reading): number | undefined {
    const { heldMs, shares, readings } = this.#window;
    const lengthMs = this.#windowMs ?? time - (this.#began ?? time);
    if (readings < fewestMktReadings || heldMs < leastMktCoverage * lengthMs) return undefined;
    if (this.#window.most() < 0 || this.#window.least() < (this.#lowerLimitC ?? 0)) return undefined;
    return fromKineticShare(shares / heldMs);
  }
}

/** Where there is no figure nothing is known: no run of figures goes on across it, and no alarm goes. */
function withoutFigure(phase: Phase, time: number): Phase {
  return phase.kind === 'active' ? { ...phase, last: time, clearing: undefined } : normal;
}

/** A rise or a fall is a figure above its limit either way, whatever the sign the limit was written with. */
function asRise(limit: Limit): Limit {
  const { clearValue } = limit;
  return {
    ...limit,
    side: 'above',
    value: Math.abs(limit.value),
    clearValue: clearValue === undefined ? undefined : Math.abs(clearValue),
  };
}

/** Every excursion of readings in order of event time that belong to one trip, the one still going on last. Pure. */
export function talliedExcursions(points: readonly Point[], options: TallyOptions): Excursion[] {
  const tally = new Tally(options);
  for (const point of points) tally.take(point);
  const standing = tally.standing();
  return standing === undefined ? tally.ended : [...tally.ended, standing];
}
