import type { z } from 'zod';

/** What is wrong with a posted order: where, and why it cannot be so and what would be right. */
export interface OrderProblem {
  /** Path of the field, with dots; undefined where it is the order as a whole. */
  readonly field: string | undefined;
  readonly problem: string;
}

type Issue = z.core.$ZodIssue;

const longestShown = 40;

/** The first thing that the schema finds wrong, as a sentence for those who wrote the file. */
export function problemOf(raw: unknown, issues: readonly Issue[]): OrderProblem {
  const [issue] = issues;
  if (issue === undefined) return { field: undefined, problem: 'is not an order' };
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...issue.path.map(String), ...keys];
  const value = at(raw, path);
  const field = path.length === 0 ? undefined : path.join('.');
  return { field, problem: sentenceOf(issue, value, path.at(-1) ?? '') };
}

/** A value as it is repeated to its writer: in quotes, and no longer than it can be recognised by. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > longestShown ? `'${text.slice(0, longestShown)}…'` : `'${text}'`;
}

export const noNumber = 'is not a number; write it like 12 or 12.5';
const noTime = 'is not a date and time; write it like 2026-11-29 08:30 or 2026-11-29T08:30:00Z';

function sentenceOf(issue: Issue, value: unknown, name: string): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is nothing an order has; map it to what it stands for, or leave it out';
    case 'invalid_format':
      return `${shown(value)} ${noTime}`;
    case 'too_big':
      return tooBig(issue, value, name);
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : outOfRange(value, name);
    case 'invalid_type':
      return value === undefined || value === null ? 'is missing' : notOfType(issue.expected, value);
    default:
      return `${shown(value)} cannot be taken: ${issue.message}`;
  }
}

function tooBig({ origin, maximum }: z.core.$ZodIssueTooBig, value: unknown, name: string): string {
  if (origin === 'string' && typeof value === 'string')
    return `${shown(value)} has ${value.length} characters; there may be at most ${maximum}`;
  if (origin === 'array' && Array.isArray(value))
    return `has ${value.length} entries; there may be at most ${maximum}`;
  return outOfRange(value, name);
}

function outOfRange(value: unknown, name: string): string {
  const range =
    name === 'lat'
      ? 'a latitude is from -90 to 90'
      : name === 'lon'
        ? 'a longitude is from -180 to 180'
        : 'it is 0 or more';
  return `${shown(value)} is out of range; ${range}`;
}

function notOfType(expected: string, value: unknown): string {
  if (expected === 'number') return `${shown(value)} ${noNumber}`;
  if (expected === 'array') return `${shown(value)} is not a list; write it like [{"name": "value"}]`;
  if (expected === 'object') return `${shown(value)} is a single value; it has parts, each with its own name`;
  return `${shown(value)} is not text; put it in quotes`;
}

function at(raw: unknown, path: readonly string[]): unknown {
  let value = raw;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
