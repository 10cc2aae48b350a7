import type { AlertRow } from '#shared/contract/types.ts';
import { hourMs } from '#shared/domain/time.ts';

import { isOf, type Truth } from '../../electron/station/evaluate.ts';
import { judgeRun } from '../support/judge.ts';
import { delayKinds, mismatchKinds } from '../support/judge-targets.ts';
import { mustHold, type Part } from './part.ts';

/** Orders that come in time in the whole form, which takes some 15 minutes; the short one takes one. */
const wholeOrders = 10_000;
const whole = { hours: 620, ordersPerDay: 400, roundMs: 3 * hourMs } as const;
const short = { hours: 48, ordersPerDay: 120 } as const;
const delaysPer1000 = 5;
const mostShown = 20;

/**
 * Many orders in one run in which nothing goes wrong: no contradiction is seen, and hardly a delay that is none. Some
 * customers are not at home; orders that are late by the truth because of it are set apart, and what is said of them
 * has to be true all the same.
 */
export const nothingWrong: Part = async ({ seed, full }) => {
  const before = process.cpuUsage();
  const { truth, alerts, orders } = judgeRun({
    ...(full ? whole : short),
    seed,
    faults: [],
    thinned: true,
    without: ['reading'],
  });
  const { user, system } = process.cpuUsage(before);
  const late = ordersLate(truth);
  const inTime = orders - late.size;
  const mismatches = alerts.filter(({ kind }) => mismatchKinds.has(kind));
  const delays = alerts.filter(({ kind }) => delayKinds.has(kind));
  const wrong = delays.filter((alert) => !truth.some((each) => isOf(alert, each)));
  const told = [
    `${orders} orders, ${inTime} of them in time and ${late.size} late by the truth`,
    `${mismatches.length} mismatches${byKind(mismatches)}`,
    `${delays.length} delays, ${wrong.length} of them false${byKind(wrong)}: ${perThousand(wrong.length, inTime)} per 1,000`,
    `${Math.round((user + system) / 1e6)} CPU s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  ].join('; ');
  for (const { kind, subject, startTime, message } of [...mismatches, ...wrong].slice(0, mostShown))
    process.stdout.write(`    ${kind} ${subject.id} ${startTime} ${message}\n`);
  mustHold(!full || inTime >= wholeOrders, `too few orders: ${told}`);
  mustHold(mismatches.length === 0 && wrong.length * 1000 <= delaysPer1000 * inTime, told);
  return await Promise.resolve(told);
};

function ordersLate(truth: readonly Truth[]): ReadonlySet<string> {
  return new Set(truth.filter(({ kind }) => kind === 'late').map(({ subject }) => subject.id));
}

function byKind(alerts: readonly AlertRow[]): string {
  const kinds = [...new Set(alerts.map(({ kind }) => kind))].sort();
  if (kinds.length === 0) return '';
  const counted = kinds.map((kind) => `${alerts.filter((alert) => alert.kind === kind).length} ${kind}`);
  return ` (${counted.join(', ')})`;
}

function perThousand(count: number, of: number): string {
  return ((count * 1000) / of).toFixed(2);
}
