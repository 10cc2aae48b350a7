import {
  stateOfStep,
  type MilestoneKind,
  type MilestoneStatus,
  type OrderState,
} from '#shared/domain/order-state.ts';

import type { PostedOrder } from './believe.ts';
import type { Journey, JourneyEvent } from './journey.ts';

export interface MilestoneBelief {
  readonly milestone: MilestoneKind;
  readonly siteId: string | undefined;
  readonly bizStep: string | undefined;
  readonly expectedTime: number | undefined;
  readonly eventTime: number | undefined;
  readonly recordTime: number | undefined;
  readonly status: MilestoneStatus;
}

interface Expected {
  readonly milestone: MilestoneKind;
  readonly siteId: string | undefined;
  readonly bizStep: string | undefined;
  readonly expectedTime: number | undefined;
}

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
 * The planned touchpoints (or the usual ones where nothing is planned), each done, next, missed or still planned. A
 * touchpoint is done when every parcel has passed it; one that was passed over while a later one is done is missed.
 */
export function milestonesOf(
  order: PostedOrder,
  journeys: ReadonlyMap<string, Journey>,
  createdTime: number,
): MilestoneBelief[] {
  const expected = expectedOf(order);
  const placed = order.placedTime === undefined ? createdTime : Date.parse(order.placedTime);
  const reached = expected.map((each) =>
    each.milestone === 'created'
      ? { eventTime: placed, recordTime: createdTime }
      : reachedByAll(each, journeys),
  );
  const exceptional = exceptionsOf(journeys);
  const lastDone = reached.findLastIndex((each) => each !== undefined);
  const next = reached.findIndex((each, index) => each === undefined && index > lastDone);
  const line = expected.map((each, index): MilestoneBelief => ({
    ...each,
    eventTime: reached[index]?.eventTime,
    recordTime: reached[index]?.recordTime,
    status: statusOf(reached[index], index, lastDone, next),
  }));
  return [...line, ...exceptional];
}

function statusOf(reached: Reached, index: number, lastDone: number, next: number): MilestoneStatus {
  if (reached !== undefined) return 'done';
  if (index < lastDone) return 'missed';
  return index === next ? 'next' : 'planned';
}

function expectedOf(order: PostedOrder): Expected[] {
  const created: Expected = {
    milestone: 'created',
    siteId: undefined,
    bizStep: undefined,
    expectedTime: undefined,
  };
  const until = order.promised === undefined ? undefined : Date.parse(order.promised.until);
  const delivered: Expected = {
    milestone: 'delivered',
    siteId: undefined,
    bizStep: undefined,
    expectedTime: until,
  };
  if (order.plan === undefined || order.plan.length === 0) {
    return usual.map((milestone) => (milestone === 'delivered' ? delivered : { ...created, milestone }));
  }
  const planned = order.plan.flatMap((step): Expected[] => {
    const milestone = milestoneOfState(stateOfStep[step.bizStep] ?? 'unknown');
    if (milestone === undefined || milestone === 'created') return [];
    const expectedTime = step.plannedTime === undefined ? undefined : Date.parse(step.plannedTime);
    return [{ milestone, siteId: step.siteId, bizStep: step.bizStep, expectedTime }];
  });
  return [created, ...planned, delivered];
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
        eventTime: scan.eventTime,
        recordTime: scan.recordTime,
        status: 'done',
      });
    }
  }
  return [...latest.values()].sort((a, b) => (a.eventTime ?? 0) - (b.eventTime ?? 0));
}
