import { evaluate, isOf, type RaisedAlert, type Score, type Truth } from '../../electron/station/evaluate.ts';

/** Flags that say something comes late, or does not go on. */
export const delayKinds: ReadonlySet<string> = new Set([
  'late',
  'late-predicted',
  'stalled',
  'dwell-exceeded',
  'departure-missed',
  'vehicle-stopped',
  'route-deviation',
]);

/** Flags that say two facts contradict each other. */
export const mismatchKinds: ReadonlySet<string> = new Set([
  'unknown-code',
  'bad-check-digit',
  'duplicate-scan',
  'out-of-sequence',
  'wrong-site',
  'wrong-vehicle',
  'missing-scan',
  'impossible-travel',
  'two-places-at-once',
  'delivered-elsewhere',
  'address-mismatch',
  'moved-without-scan',
  'scan-after-delivery',
  'quantity-mismatch',
  'carrier-disagrees',
  'geofence',
]);

interface Target {
  readonly precision: number;
  readonly recall: number;
}

const ofMismatch: Target = { precision: 0.95, recall: 0.9 };
const ofDelay: Target = { precision: 0.8, recall: 0.8 };
/** The rest is about devices: what is raised must be so, and most of what is so is found. */
const ofDevice: Target = { precision: 0.8, recall: 0.8 };
const falseDelaysPer1000 = 5;

/** A handful of cases says little about a share: one may be missed in any run. */
function falls(part: number, whole: number, share: number): boolean {
  return whole - part > 1 && part / whole < share;
}

/** Where alerts fall short of what is wanted of them, in words; empty where they do not. */
export function shortfalls(
  truth: readonly Truth[],
  alerts: readonly RaisedAlert[],
  orders: number,
): string[] {
  const scores = Object.entries(evaluate(truth, alerts));
  const falseDelays = alerts.filter(
    (alert) => delayKinds.has(alert.kind) && !truth.some((each) => isOf(alert, each)),
  );
  const perThousand = (falseDelays.length / Math.max(1, orders)) * 1000;
  return [
    ...scores.flatMap(([kind, score]) => shortfallOf(kind, score)),
    ...delaysTogether(scores),
    ...(falseDelays.length > 1 && perThousand > falseDelaysPer1000
      ? [`${falseDelays.length} false delays for ${orders} orders`]
      : []),
  ];
}

function shortfallOf(kind: string, { truth, raised, precision, recall }: Score): string[] {
  if (delayKinds.has(kind)) return [];
  const target = mismatchKinds.has(kind) ? ofMismatch : ofDevice;
  const found: string[] = [];
  if (precision !== null && falls(precision * raised, raised, target.precision))
    found.push(`${kind}: precision ${precision.toFixed(2)} of ${raised}`);
  if (recall !== null && falls(recall * truth, truth, target.recall))
    found.push(`${kind}: recall ${recall.toFixed(2)} of ${truth}`);
  return found;
}

/** Flags about delays are judged together: a dispatcher looks at one board. */
function delaysTogether(scores: readonly (readonly [string, Score])[]): string[] {
  const own = scores.filter(([kind]) => delayKinds.has(kind)).map(([, score]) => score);
  const sum = (of: (score: Score) => number): number => own.reduce((total, score) => total + of(score), 0);
  const [truth, raised] = [sum((score) => score.truth), sum((score) => score.raised)];
  const right = sum(({ raised: count, precision }) => count * (precision ?? 0));
  const caught = sum(({ truth: count, recall }) => count * (recall ?? 0));
  return [
    ...(falls(right, raised, ofDelay.precision) ? [`delays: precision ${(right / raised).toFixed(2)}`] : []),
    ...(falls(caught, truth, ofDelay.recall) ? [`delays: recall ${(caught / truth).toFixed(2)}`] : []),
  ];
}

/** Alerts of kinds that nothing which really happened is about: what did not go wrong may not be told. */
export function unfounded(truth: readonly Truth[], alerts: readonly RaisedAlert[]): readonly RaisedAlert[] {
  const kinds = new Set(truth.flatMap(({ kind, detail }) => [kind, ...(detail.also ?? [])]));
  return alerts.filter(({ kind }) => !kinds.has(kind));
}
