import type { Severity } from '#shared/domain/alert.ts';
import { dayMs, hourMs, minuteMs } from '#shared/domain/time.ts';

/** An alert as far as the load on people is concerned. Times in epoch milliseconds. */
export interface RaisedAlert {
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly severity: Severity;
  readonly raised: number;
}

/** More raised than this within ten minutes begin a flood; fewer than the other end it. */
const floodBegins = 10;
const floodEnds = 5;
const tenMinutes = 10 * minuteMs;
/** This many of one source within a minute are chatter. */
const chatterCount = 3;

export interface AlarmLoad {
  readonly raised: number;
  readonly perHour: number;
  readonly per10Min: number;
  readonly peak: { readonly count: number; readonly from: number } | undefined;
  /** Share of the window spent in a flood, 0 to 1. */
  readonly floodShare: number;
  readonly topSources: readonly SourceLoad[];
  /** Share of all that the ten busiest sources raised, 0 to 1. */
  readonly topShare: number;
  readonly chattering: readonly SourceLoad[];
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface SourceLoad {
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly count: number;
}

/** The standard's figures of a window, of alerts in the order they were raised. Pure. */
export function alarmLoad(alerts: readonly RaisedAlert[], from: number, to: number): AlarmLoad {
  const times = alerts.map(({ raised }) => raised);
  const sources = bySource(alerts);
  const top = [...sources.values()]
    .map((of) => sourceLoad(of, of.length))
    .sort((a, b) => b.count - a.count)
    .slice(0, 10);
  const ofTop = top.reduce((sum, { count }) => sum + count, 0);
  const span = Math.max(1, to - from);
  const bySeverity = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { severity } of alerts) bySeverity[severity] += 1;
  return {
    raised: alerts.length,
    perHour: (alerts.length * hourMs) / span,
    per10Min: (alerts.length * tenMinutes) / span,
    peak: peakOf(times),
    floodShare: Math.min(1, floodMs(times, to) / span),
    topSources: top,
    topShare: alerts.length === 0 ? 0 : ofTop / alerts.length,
    chattering: [...sources.values()]
      .map((of) =>
        sourceLoad(
          of,
          mostWithin(
            of.map(({ raised }) => raised),
            minuteMs,
          ),
        ),
      )
      .filter(({ count }) => count >= chatterCount),
    bySeverity,
  };
}

/** Alerts that stand for more than a day count as stale. */
export const staleAfterMs = dayMs;

function bySource(alerts: readonly RaisedAlert[]): Map<string, RaisedAlert[]> {
  const sources = new Map<string, RaisedAlert[]>();
  for (const alert of alerts) {
    const key = JSON.stringify([alert.kind, alert.subjectType, alert.subjectId]);
    const known = sources.get(key);
    if (known === undefined) sources.set(key, [alert]);
    else known.push(alert);
  }
  return sources;
}

function sourceLoad([first]: readonly RaisedAlert[], count: number): SourceLoad {
  const { kind, subjectType, subjectId } = first!;
  return { kind, subjectType, subjectId, count };
}

/** The most within any span of this length, its end not included. */
function mostWithin(times: readonly number[], ms: number): number {
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (times[first]! <= time - ms) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

function peakOf(times: readonly number[]): AlarmLoad['peak'] {
  let peak: AlarmLoad['peak'];
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (times[first]! <= time - tenMinutes) first += 1;
    const count = index - first + 1;
    if (count > (peak?.count ?? 0)) peak = { count, from: times[first]! };
  }
  return peak;
}

/** Time from where more than ten were raised in ten minutes until fewer than five were. */
function floodMs(times: readonly number[], to: number): number {
  // What is within the ten minutes before an instant changes when one is raised, and ten minutes later.
  const changes = times
    .flatMap((time) => [
      { time, by: 1 },
      { time: time + tenMinutes, by: -1 },
    ])
    .filter(({ time }) => time <= to)
    .sort((a, b) => a.time - b.time || a.by - b.by);
  let within = 0;
  let since: number | undefined;
  let sum = 0;
  for (const { time, by } of changes) {
    within += by;
    if (since === undefined && within > floodBegins) since = time;
    if (since !== undefined && within < floodEnds) {
      sum += time - since;
      since = undefined;
    }
  }
  return since === undefined ? sum : sum + (to - since);
}
