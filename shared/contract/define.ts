import type { z } from 'zod';

/** A read: any role may call it; it changes nothing. */
export interface Query<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly kind: 'query';
  readonly params: P;
  readonly result: R;
}

/** A write: viewers are refused; carries a `commandId` on the wire so that a retry is not a second write. */
export interface Command<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly kind: 'command';
  readonly params: P;
  readonly result: R;
}

/** Rows with a key: a snapshot, then upserts and removals; a slow reader gets the latest state. */
export interface Keyed<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly kind: 'keyed';
  readonly params: P;
  readonly row: R;
  readonly key: string;
}

/** Rows that are only ever appended; resumes from a cursor. */
export interface Log<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly kind: 'log';
  readonly params: P;
  readonly row: R;
}

export function query<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Query<P, R> {
  return { kind: 'query', params, result };
}

export function command<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Command<P, R> {
  return { kind: 'command', params, result };
}

export function keyed<P extends z.ZodType, R extends z.ZodType>(
  params: P,
  row: R,
  key: Extract<keyof z.output<R>, string>,
): Keyed<P, R> {
  return { kind: 'keyed', params, row, key };
}

export function log<P extends z.ZodType, R extends z.ZodType>(params: P, row: R): Log<P, R> {
  return { kind: 'log', params, row };
}
