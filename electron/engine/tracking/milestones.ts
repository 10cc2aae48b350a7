import {
  stateOfStep,
  type MilestoneKind,
  type MilestoneStatus,
  type OrderState,
} from '#shared/domain/order-state.ts';

import type { PostedOrder } from './believe.ts';
import type { Journey, JourneyEvent } from './journey.ts';
import { touchKey, type LanePlan } from './lane-plan.ts';

/** Where an expected time comes from. */
export type ExpectedFrom = 'plan' | 'promise' | 'learned';

interface Expected {
  readonly milestone: MilestoneKind;
  readonly siteId: string | undefined;
  readonly bizStep: string | undefined;
  readonly expectedTime: number | undefined;
  readonly source: ExpectedFrom | undefined;
  /** It is missed when nothing has come this long after the expected time. */
  readonly slackMs: number;
}

export interface MilestoneBelief extends Omit<Expected, 'slackMs'> {
  readonly eventTime: number | undefined;
  readonly recordTime: number | undefined;
  readonly status: MilestoneStatus;
}

export interface MilestoneInput {
  readonly order: PostedOrder;
  readonly journeys: ReadonlyMap<string, Journey>;
  readonly createdTime: number;
  /** What like orders usually pass; undefined while that is not known. */
  readonly lane: LanePlan | undefined;
  /** Nothing is expected of it any more. */
  readonly isOver: boolean;
  readonly at: number;
}

/** A scan this much behind its time is nothing to speak of. */
export const toleranceMs = 30 * 60_000;

type Reached = { readonly eventTime: number; readonly recordTime: number } | undefined;

const usual: readonly MilestoneKind[] = [
  'created',
  'picked',
  'packed',
  'departed',
  'out-for-delivery',
  'delivered',
];

/** The milestone a state is spoken of as. */
export function milestoneOfState(state: OrderState): MilestoneKind | undefined {
  switch (state) {
    case 'in-transit':
      return 'departed';
    case 'exception':
    case 'cancelled':
    case 'unknown':
      return undefined;
    default:
      return state;
  }
}

/**
 * The touchpoints that were posted, else those learned from like orders, else the usual ones. Each is done once every
 * parcel has passed it; skipped when it was not although a later one was; missed when its time has passed and nothing
 * later was seen; the first that is not missed is next.
 */
export function milestonesOf(input: MilestoneInput): MilestoneBelief[] {
  const { journeys, createdTime } = input;
  const expected = expectedOf(input);
  const reached = expected.map((each) =>
    each.milestone === 'created'
      ? { eventTime: placedTime(input), recordTime: createdTime }
      : reachedByAll(each, journeys),
  );
  const lastDone = reached.findLastIndex((each) => each !== undefined);
  const isMissed = expected.map(
    ({ expectedTime, slackMs }, index) =>
      index > lastDone && !input.isOver && expectedTime !== undefined && input.at > expectedTime + slackMs,
  );
  const next = input.isOver ? -1 : isMissed.findIndex((missed, index) => index > lastDone && !missed);
  const line = expected.map(({ slackMs: _slackMs, ...each }, index): MilestoneBelief => ({
    ...each,
    eventTime: reached[index]?.eventTime,
    recordTime: reached[index]?.recordTime,
    status: statusOf(reached[index], { index, lastDone, next, isMissed: isMissed[index] === true }),
  }));
  return exceptionsOf(journeys).reduce(placed, line);
}

/** What happened beside the plan stands where it happened: before what came later and what is still to come. */
function placed(line: MilestoneBelief[], exception: MilestoneBelief): MilestoneBelief[] {
  const before = line.findLastIndex(
    ({ eventTime }) => eventTime !== undefined && eventTime <= (exception.eventTime ?? 0),
  );
  return line.toSpliced(before + 1, 0, exception);
}

interface Standing {
  readonly index: number;
  readonly lastDone: number;
  readonly next: number;
  readonly isMissed: boolean;
}

function statusOf(reached: Reached, { index, lastDone, next, isMissed }: Standing): MilestoneStatus {
  if (reached !== undefined) return 'done';
  if (index < lastDone) return 'skipped';
  if (isMissed) return 'missed';
  return index === next ? 'next' : 'planned';
}

function placedTime({ order, createdTime }: MilestoneInput): number {
  return order.placedTime === undefined ? createdTime : Date.parse(order.placedTime);
}

const unplanned = {
  siteId: undefined,
  bizStep: undefined,
  expectedTime: undefined,
  source: undefined,
  slackMs: toleranceMs,
};

function expectedOf(input: MilestoneInput): Expected[] {
  const { order, lane } = input;
  const delivered = expectedDelivery(input);
  if (order.plan !== undefined && order.plan.length > 0) {
    const posted = order.plan.flatMap((step) => expectedStep(step, input));
    return [{ ...unplanned, milestone: 'created' }, ...posted, delivered];
  }
  if (lane !== undefined && lane.usual.length > 0) {
    const learned = lane.usual.flatMap(({ siteId, bizStep }) => expectedStep({ siteId, bizStep }, input));
    return [{ ...unplanned, milestone: 'created' }, ...learned, delivered];
  }
  return usual.map((milestone) => (milestone === 'delivered' ? delivered : { ...unplanned, milestone }));
}

/** A step with its posted time, else with the time like orders pass it. */
function expectedStep(
  { siteId, bizStep, plannedTime }: NonNullable<PostedOrder['plan']>[number],
  input: MilestoneInput,
): Expected[] {
  const milestone = milestoneOfState(stateOfStep[bizStep] ?? 'unknown');
  if (milestone === undefined || milestone === 'created') return [];
  const step = { ...unplanned, milestone, siteId, bizStep };
  if (plannedTime !== undefined) return [{ ...step, expectedTime: Date.parse(plannedTime), source: 'plan' }];
  const touch = input.lane?.touches.get(touchKey(siteId, bizStep));
  if (touch === undefined) return [step];
  return [{ ...step, ...learnedTime(placedTime(input), touch) }];
}

function learnedTime(placed: number, { afterMs, slackMs }: { afterMs: number; slackMs: number }) {
  return {
    expectedTime: placed + afterMs,
    source: 'learned' as const,
    slackMs: Math.max(toleranceMs, slackMs),
  };
}

/** By its promise, which has no slack; else when like orders are delivered. */
function expectedDelivery(input: MilestoneInput): Expected {
  const { order, lane } = input;
  const step: Expected = { ...unplanned, milestone: 'delivered' };
  if (order.promised !== undefined)
    return { ...step, expectedTime: Date.parse(order.promised.until), source: 'promise', slackMs: 0 };
  if (lane === undefined) return step;
  return {
    ...step,
    ...learnedTime(placedTime(input), { afterMs: lane.deliveredMs, slackMs: lane.deliveredSlackMs }),
  };
}

/** When the last of the parcels passed a touchpoint; undefined while one has not. */
function reachedByAll(expected: Expected, journeys: ReadonlyMap<string, Journey>): Reached {
  let last: Reached;
  for (const journey of journeys.values()) {
    const event = journey.events.find((each) => fits(each, expected));
    if (event === undefined) return undefined;
    const { eventTime, recordTime } = event.scan;
    if (last === undefined || eventTime > last.eventTime) last = { eventTime, recordTime };
  }
  return last;
}

function fits(event: JourneyEvent, expected: Expected): boolean {
  if (expected.bizStep !== undefined)
    return event.scan.bizStep === expected.bizStep && event.scan.siteId === expected.siteId;
  return event.state !== undefined && milestoneOfState(event.state) === expected.milestone;
}

const exceptions: ReadonlySet<MilestoneKind> = new Set([
  'attempt-failed',
  'available-for-pickup',
  'returning',
  'returned',
  'customs',
]);

/** What nobody plans and everybody wants to see: the latest failed attempt, pick-up, return. */
function exceptionsOf(journeys: ReadonlyMap<string, Journey>): MilestoneBelief[] {
  const latest = new Map<MilestoneKind, MilestoneBelief>();
  for (const journey of journeys.values()) {
    for (const { state, scan } of journey.events) {
      const milestone = state === undefined ? undefined : milestoneOfState(state);
      if (milestone === undefined || !exceptions.has(milestone)) continue;
      const known = latest.get(milestone);
      if (known?.eventTime !== undefined && known.eventTime >= scan.eventTime) continue;
      latest.set(milestone, {
        milestone,
        siteId: scan.siteId,
        bizStep: scan.bizStep,
        expectedTime: undefined,
        source: undefined,
        eventTime: scan.eventTime,
        recordTime: scan.recordTime,
        status: 'done',
      });
    }
  }
  return [...latest.values()].sort((a, b) => (a.eventTime ?? 0) - (b.eventTime ?? 0));
}
