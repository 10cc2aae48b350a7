import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { canonicalCode } from '#shared/domain/codes.ts';

import { Failure, sentenceOf } from './failure.ts';
import type { StationInfo } from './station-file.ts';

const minuteMs = 60_000;
/** What happened and what was raised of it may lie this far apart: clocks differ, and doors close before rooms are cold. */
const slackMs = 15 * minuteMs;
const answerLimitMs = 30_000;

const TruthLine = z.object({
  time: z.string(),
  kind: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  from: z.string().optional(),
  to: z.string().optional(),
  detail: z
    .looseObject({
      /** Alerts of these kinds name the same. */
      also: z.array(z.string()).optional(),
      /** Raising it is right, and not raising it is no miss. */
      optional: z.boolean().optional(),
      /** It could be known before anybody listened: when it was raised says nothing of how early that was. */
      handedOver: z.boolean().optional(),
    })
    .default({}),
});

export type Truth = z.infer<typeof TruthLine>;

/** What is needed of an alert, ours or of any other program: when it was raised is else taken for when it began. */
const Raised = z
  .object({
    kind: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    deviceId: z.string().optional(),
    orderNumbers: z.array(z.string()).default([]),
    startTime: z.string(),
    endTime: z
      .string()
      .nullish()
      .transform((time) => time ?? undefined),
    raisedTime: z.string().optional(),
  })
  .transform((alert) => ({ ...alert, raisedTime: alert.raisedTime ?? alert.startTime }));

export interface RaisedAlert {
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly deviceId?: string | undefined;
  readonly orderNumbers: readonly string[];
  readonly startTime: string;
  readonly endTime?: string | undefined;
  readonly raisedTime: string;
}

/** How well alerts of one kind meet what really happened; null where there is nothing to divide by. */
export interface Score {
  readonly truth: number;
  readonly raised: number;
  readonly precision: number | null;
  readonly recall: number | null;
  /** How long before an alert was due it was raised: before it could be known, or a prediction before its promise. */
  readonly medianLeadMinutes: number | null;
}

/** Compares alerts with the truth, kind by kind. */
export function evaluate(truths: readonly Truth[], alerts: readonly RaisedAlert[]): Record<string, Score> {
  const expected = truths.filter(({ kind }) => kind !== 'fact');
  const kinds = new Set([...expected.map(({ kind }) => kind), ...alerts.map(({ kind }) => kind)]);
  return Object.fromEntries([...kinds].sort().map((kind) => [kind, scoreOf(kind, expected, alerts)]));
}

function scoreOf(kind: string, truths: readonly Truth[], alerts: readonly RaisedAlert[]): Score {
  const own = truths.filter((truth) => truth.kind === kind && truth.detail.optional !== true);
  const raised = alerts.filter((alert) => alert.kind === kind);
  const right = raised.filter((alert) => truths.some((truth) => isOf(alert, truth)));
  const found = own.flatMap((truth) => {
    const times = alerts
      .filter((alert) => isOf(alert, truth))
      .map(({ raisedTime }) => Date.parse(raisedTime));
    return times.length === 0 ? [] : [{ truth, raisedTime: Math.min(...times) }];
  });
  const seen = found.filter(({ truth }) => truth.detail.handedOver !== true);
  return {
    truth: own.length,
    raised: raised.length,
    precision: share(right.length, raised.length),
    recall: share(found.length, own.length),
    medianLeadMinutes: median(seen.map(({ truth, raisedTime }) => (dueTime(truth) - raisedTime) / minuteMs)),
  };
}

/** A prediction is in time before the promise it is about; anything else once it can be known. */
function dueTime({ kind, time, to }: Truth): number {
  return Date.parse(kind === 'late-predicted' ? (to ?? time) : time);
}

/** An alert is about a truth when it is of its kind (or one that names the same), its subject, and its time. */
export function isOf(alert: RaisedAlert, truth: Truth): boolean {
  const { kind, detail } = truth;
  if (alert.kind !== kind && detail.also?.includes(alert.kind) !== true) return false;
  return isAbout(alert, truth) && overlaps(alert, truth);
}

function isAbout({ subject, deviceId, orderNumbers }: RaisedAlert, { subject: real }: Truth): boolean {
  if (real.type === 'device') return deviceId === real.id || subject.id === real.id;
  if (real.type === 'order' && subject.type !== 'order') return orderNumbers.includes(real.id);
  return canonicalCode(subject.id) === canonicalCode(real.id);
}

function overlaps({ startTime, endTime }: RaisedAlert, { time, from, to }: Truth): boolean {
  const begin = Date.parse(from ?? time) - slackMs;
  const end = to === undefined ? Infinity : Math.max(Date.parse(to), Date.parse(time)) + slackMs;
  return Date.parse(startTime) <= end && (endTime === undefined ? Infinity : Date.parse(endTime)) >= begin;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Reads a truth file: one JSON object a line. */
export function readTruth(path: string): Truth[] {
  return linesOf(path).map(({ text, number }) => parsed(TruthLine, text, `line ${number} of ${path}`));
}

/** Reads alerts as the API gives them: a page, an array, or one a line. */
export function readAlerts(path: string): RaisedAlert[] {
  const lines = linesOf(path);
  const whole = lines.map(({ text }) => text).join('\n');
  if (!isJson(whole))
    return lines.map(({ text, number }) => parsed(Raised, text, `line ${number} of ${path}`));
  const page = z.union([z.array(Raised), z.object({ items: z.array(Raised) }), Raised]);
  const content = parsed(page, whole, path);
  if (Array.isArray(content)) return content;
  return 'items' in content ? content.items : [content];
}

/** Every alert of a running station. */
export async function fetchAlerts({
  url,
  token,
}: Pick<StationInfo, 'url' | 'token'>): Promise<RaisedAlert[]> {
  const Page = z.object({ items: z.array(Raised), nextCursor: z.string().optional() });
  const found: RaisedAlert[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/api/v1/alerts?limit=1000${query}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerLimitMs),
    });
    if (!answer.ok) throw new Failure(1, `the station answered ${answer.status} when asked for its alerts.`);
    const page = Page.parse(await answer.json());
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

function linesOf(path: string): { readonly text: string; readonly number: number }[] {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Failure(1, `${path} cannot be read: ${sentenceOf(error)}.`);
  }
  return content
    .split('\n')
    .map((text, index) => ({ text: text.trim(), number: index + 1 }))
    .filter(({ text }) => text !== '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(1, `${where} is not JSON: ${sentenceOf(error)}.`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Failure(
    1,
    `${where} is not as expected: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  );
}
