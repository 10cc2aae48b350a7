import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

import { inOrder, type Quantiles } from '../learner/forecaster.ts';
import { normalShare, type Estimate } from '../eta.ts';
import { daysOffWithin } from './journey-clock.ts';
import { laneWords, type Situation } from './journey-features.ts';
import { hoursFrom, tellingsOf, type JourneyModel } from './journey-model.ts';
import { laneName } from './past-journey.ts';

const leastDoubtMs = 10 * minuteMs;
const mostReasons = 2;

/** How a model is named beside an estimate. */
export const pastModelName = (version: number): string => `history-${version}`;

/**
 * When a journey comes by what the past taught: the interval from entering its state, given that it has not come yet.
 * Undefined for a state the past does not know.
 */
export function estimateFromPast(
  model: JourneyModel,
  version: number,
  situation: Situation,
  now: number,
): Estimate | undefined {
  const whole = hoursFrom(model, situation);
  if (whole === undefined) return undefined;
  const elapsed = Math.max(0, (now - situation.entered) / hourMs);
  const rest = elapsed > whole.p90 ? overdue(elapsed) : beyond(whole, elapsed);
  const at = (hours: number): number => situation.entered + hours * hourMs;
  const p10 = Math.max(now, at(rest.p10));
  const p50 = Math.max(at(rest.p50), p10 + leastDoubtMs);
  return {
    p10,
    p50,
    p90: Math.max(at(rest.p90), p50 + leastDoubtMs),
    model: pastModelName(version),
    reasons: [
      ...reasonsOf(model, situation, elapsed > whole.p90),
      ...daysOffReasons(model, situation, now, p50),
    ],
  };
}

/** What waits longer than nine of ten did goes on about as long again as a part of its age. */
const overdue = (elapsed: number): Quantiles => ({
  p10: 1.03 * elapsed,
  p50: 1.25 * elapsed,
  p90: 2 * elapsed,
});

/** The quantiles of those that took longer than `elapsed`, two half-normal sides around the middle. */
function beyond(whole: Quantiles, elapsed: number): Quantiles {
  const sides = { below: whole.p50 - whole.p10, above: whole.p90 - whole.p50 };
  const share = (hours: number): number => {
    const side = hours >= whole.p50 ? sides.above : sides.below;
    if (side <= 0) return hours >= whole.p50 ? 1 : 0;
    return normalShare(((hours - whole.p50) / side) * 1.2816);
  };
  const gone = share(elapsed);
  const of = (wanted: number): number => {
    const aim = gone + wanted * (1 - gone);
    let low = elapsed;
    let high = Math.max(elapsed, whole.p50) + 4 * Math.max(sides.above, 0.1);
    for (let step = 0; step < 30; step += 1) {
      const middle = (low + high) / 2;
      if (share(middle) < aim) low = middle;
      else high = middle;
    }
    return high;
  };
  return inOrder({ p10: of(0.1), p50: of(0.5), p90: of(0.9) });
}

function reasonsOf(model: JourneyModel, situation: Situation, isOverdue: boolean): string[] {
  const onLane = model.lanes.get(laneName(situation)) ?? 0;
  return [
    `learned from ${model.journeys} past orders${onLane === 0 ? '' : `, ${onLane} of them ${laneWords(situation)}`}`,
    ...(isOverdue ? ['it waits longer than nine of ten of them did'] : []),
    ...tellingsOf(model, situation)
      .slice(0, mostReasons)
      .map(({ words, hours }) => `${words}: ${spanOf(hours)} ${hours > 0 ? 'longer' : 'shorter'} than usual`),
  ];
}

function spanOf(hours: number): string {
  const size = Math.abs(hours);
  if (size < 1.5) return `${Math.round(size * 60)} min`;
  return size < 48 ? `${Math.round(size)} h` : `${(size / 24).toFixed(1)} d`;
}

function daysOffReasons(model: JourneyModel, situation: Situation, now: number, until: number): string[] {
  if (!model.waits.has(situation.state)) return [];
  const { offset } = situation;
  return daysOffWithin(model.calendar, now + offset, until + offset).map(
    (day) => `${dayText(day)} is a public holiday`,
  );
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const dayText = (day: number): string => dayFormat.format(day * dayMs);
