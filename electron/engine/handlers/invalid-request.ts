import type { z } from 'zod';

import { DomainError } from '#shared/result.ts';

/** The error for input that does not fit its schema: one sentence about the first problem, all of them in `details`. */
export function invalidRequest(error: z.ZodError, input: unknown): DomainError {
  const sentences = error.issues.map((issue) => describeIssue(issue, input));
  const first = sentences[0] ?? 'The request is not valid.';
  return new DomainError('invalid-request', first, {
    issues: error.issues.map((issue, index) => ({ path: pathOf(issue.path), message: sentences[index] })),
  });
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown): string {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${path === '' ? key : `${path}.${key}`}"`).join(', ');
    return `Unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${names}.`;
  }
  if (path === '') return `The request is not valid: ${lowerFirst(issue.message)}.`;
  if (valueAt(input, issue.path) === undefined) return `The field "${path}" is missing.`;
  return `The field "${path}" is not valid: ${lowerFirst(issue.message)}.`;
}

/** `area.coordinates[0]`, as a caller would write it. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    // Any own property of a plain value may be read; its type stays unknown.
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
