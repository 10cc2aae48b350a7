import type { Severity } from '#shared/domain/alert.ts';
import type { FindingGroup } from '#shared/domain/finding.ts';
import { hourMs } from '#shared/domain/time.ts';

/** An order that a finding concerns, as it stands to its promise. Instants in epoch milliseconds. */
export interface Concerned {
  readonly orderNumber: string;
  readonly customerName: string | undefined;
  /** At least 1: an order without parcels is one piece. */
  readonly parcels: number;
  readonly promisedUntil: number | undefined;
  readonly expected: number | undefined;
  readonly lateProbability: number | undefined;
  /** It was delivered, cancelled or came back. */
  readonly over: boolean;
}

export interface Impact {
  readonly orders: number;
  readonly parcels: number;
  /** Promises that are not yet due. */
  readonly keepable: number;
  /** Promises that have passed. */
  readonly broken: number;
  readonly nextPromise: number | undefined;
  /** The highest among those that are not yet due. */
  readonly lateProbability: number | undefined;
}

export type PromiseState = 'kept' | 'broken' | 'none' | 'over';

/** How the promise of an order stands at an instant. */
export function promiseState({ over, promisedUntil }: Concerned, now: number): PromiseState {
  if (over) return 'over';
  if (promisedUntil === undefined) return 'none';
  return promisedUntil >= now ? 'kept' : 'broken';
}

/** What hangs on a finding. */
export function impactOf(concerned: readonly Concerned[], now: number): Impact {
  const open = concerned.filter(({ over }) => !over);
  const keepable = open.filter((order) => promiseState(order, now) === 'kept');
  const promises = keepable.flatMap(({ promisedUntil }) => promisedUntil ?? []);
  const probabilities = keepable.flatMap(({ lateProbability }) => lateProbability ?? []);
  return {
    orders: open.length,
    parcels: open.reduce((sum, { parcels }) => sum + parcels, 0),
    keepable: keepable.length,
    broken: open.filter((order) => promiseState(order, now) === 'broken').length,
    nextPromise: promises.length === 0 ? undefined : Math.min(...promises),
    lateProbability: probabilities.length === 0 ? undefined : Math.max(...probabilities),
  };
}

/** How likely a finding of a severity breaks the promise of an order of which no estimate says so. */
const severityRisk: Readonly<Record<Severity, number>> = {
  critical: 0.45,
  high: 0.3,
  medium: 0.15,
  low: 0.05,
};
/** A promise due that much later is worth half as much attention now. */
const halfUrgentMs = 4 * hourMs;
/** Nothing done now keeps a promise that has passed; the customer still waits to be told. */
const brokenWorth = 0.4;
const noPromiseWorth = 0.03;
/** What no order hangs on, against one whose promise is due now. */
const noOrderWorth = 0.04;

/** What a finding is weighed by beside the orders it concerns. */
export interface Weighing {
  readonly severity: Severity;
  readonly group: FindingGroup;
  readonly now: number;
}

/** What may come of one order, in promises due now that break for certain. */
interface Stake {
  /** What the estimate says: added up over orders, since each may break. */
  readonly harm: number;
  /** What nobody can estimate and only the severity of the finding tells: of many orders no more than a hint. */
  readonly doubt: number;
}

const nothing: Stake = { harm: 0, doubt: 0 };

/**
 * What is at stake of one order: its size, by how likely its promise breaks and by how near that is. A promise that is
 * not yet due comes before one that has passed, since doing something now may change it. A delay is the risk itself, and
 * as great as the estimate says; of a contradiction the estimate knows nothing, and an order that is late anyway makes
 * it only a little more urgent.
 */
function stakesOf(order: Concerned, { severity, group, now }: Weighing): Stake {
  const own = severityRisk[severity];
  // One customer waits, if for several parcels.
  const size = Math.sqrt(order.parcels);
  const stake = (worth: number, late: number | undefined): Stake =>
    group === 'delay'
      ? { harm: worth * (late ?? 0), doubt: late === undefined ? worth * own : 0 }
      : { harm: worth * own * (late ?? 0), doubt: worth * own };
  switch (promiseState(order, now)) {
    case 'over':
      return nothing;
    case 'none':
      return { harm: 0, doubt: size * own * noPromiseWorth };
    case 'broken':
      return stake(size * brokenWorth, 1);
    case 'kept':
      return stake(size / (1 + ((order.promisedUntil ?? now) - now) / halfUrgentMs), order.lateProbability);
  }
}

/** How much is at stake of one order alone. */
export function stakeOf(order: Concerned, weighing: Weighing): number {
  const { harm, doubt } = stakesOf(order, weighing);
  return harm + doubt;
}

/** A finding and what it concerns. */
export interface Weighed extends Weighing {
  readonly concerned: readonly Concerned[];
  readonly sure: number | undefined;
}

/**
 * What is to be done first has the most: the harm that is to be expected, over all orders, and as a hint what nobody can
 * estimate. An order that several findings concern is at stake once, by the worst of them. `sure`: between 0 and 1; half
 * where nobody can say.
 */
export function priorityOf(...findings: readonly Weighed[]): number {
  const stakes = new Map<string, Stake>();
  let own = 0;
  for (const { concerned, sure = 0.5, ...weighing } of findings) {
    own = Math.max(own, noOrderWorth * severityRisk[weighing.severity] * sure);
    for (const order of concerned) {
      const { harm, doubt } = stakesOf(order, weighing);
      const known = stakes.get(order.orderNumber) ?? nothing;
      stakes.set(order.orderNumber, {
        harm: Math.max(known.harm, harm * sure),
        doubt: Math.max(known.doubt, doubt * sure),
      });
    }
  }
  const all = [...stakes.values()];
  const harm = all.reduce((sum, stake) => sum + stake.harm, 0);
  // Ten doubts are not ten times one: they rest on one finding.
  const doubt = Math.hypot(...all.map((stake) => stake.doubt));
  return Math.round((harm + doubt + own) * 1e6) / 1e6;
}
