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

/** A finding that concerns no order may still say that something is wrong: what its severity alone is worth. */
const severityRisk: Readonly<Record<Severity, number>> = { critical: 0.9, high: 0.6, medium: 0.3, low: 0.1 };
/** A promise due that much later is worth half as much attention now. */
const halfUrgentMs = 4 * hourMs;
/** Nothing done now keeps a promise that has passed; the customer still waits to be told. */
const brokenWorth = 0.4;
const noPromiseWorth = 0.015;
/** What no order hangs on, against one whose promise is due now. */
const noOrderWorth = 0.02;

/** What a finding is weighed by beside the orders it concerns. */
export interface Weighing {
  readonly severity: Severity;
  readonly group: FindingGroup;
  readonly now: number;
}

/**
 * How much is at stake of one order: its size, weighed by how likely the promise breaks and by how near it is. A
 * promise that is not yet due comes before one that has passed, since doing something now may change it.
 */
export function stakeOf(order: Concerned, { severity, group, now }: Weighing): number {
  const late = order.lateProbability ?? 0;
  // A delay is the risk itself; a contradiction only makes an order that is late anyway a little more urgent.
  const risk =
    group === 'delay' ? Math.max(late, severityRisk[severity]) : severityRisk[severity] * (0.5 + 0.5 * late);
  // One customer waits, if for several parcels.
  const size = Math.sqrt(order.parcels);
  switch (promiseState(order, now)) {
    case 'over':
      return 0;
    case 'none':
      return size * severityRisk[severity] * noPromiseWorth;
    case 'broken':
      return size * brokenWorth;
    case 'kept':
      return (size * risk) / (1 + ((order.promisedUntil ?? now) - now) / halfUrgentMs);
  }
}

/** A finding and what it concerns. */
export interface Weighed extends Weighing {
  readonly concerned: readonly Concerned[];
  readonly sure: number | undefined;
}

/**
 * What is to be done first has the most. An order that several findings concern is at stake once, by the worst of them.
 * `sure`: between 0 and 1; half where nobody can say.
 */
export function priorityOf(...findings: readonly Weighed[]): number {
  const stakes = new Map<string, number>();
  let own = 0;
  for (const { concerned, sure = 0.5, ...weighing } of findings) {
    own = Math.max(own, noOrderWorth * severityRisk[weighing.severity] * sure);
    for (const order of concerned) {
      const stake = stakeOf(order, weighing) * sure;
      stakes.set(order.orderNumber, Math.max(stake, stakes.get(order.orderNumber) ?? 0));
    }
  }
  const sum = [...stakes.values()].reduce((total, stake) => total + stake, own);
  return Math.round(sum * 1e6) / 1e6;
}
