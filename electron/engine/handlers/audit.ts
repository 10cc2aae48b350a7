import { createHash } from 'node:crypto';

import type { ParamsOut, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { WireError } from '#shared/result.ts';

import type { Session } from '../api.ts';

/** One command as it goes into the audit, after it was carried out or failed. Holds no secret. */
export interface AuditEntry {
  /** Only on commands that were done and came with an id: those are not carried out again under it. */
  readonly commandId?: string;
  readonly name: RequestName;
  readonly session: Session;
  /** As validated, secrets and files replaced. */
  readonly params: unknown;
  readonly outcome: { readonly result: unknown } | { readonly error: WireError };
}

/** A command that was done under an id. */
export interface DoneCommand {
  readonly name: string;
  readonly actor: string;
  readonly params: unknown;
  readonly result: unknown;
}

/** Where commands are written down; kept over restarts. */
export interface Audit {
  seen(commandId: string): DoneCommand | undefined;
  record(entry: AuditEntry): void;
}

type Fields<T> = readonly (keyof T & string)[];

/** What the audit must never hold. */
const secrets: {
  readonly [N in RequestName]?: {
    readonly params?: Fields<ParamsOut<N>>;
    readonly result?: Fields<ResultOf<N>>;
  };
} = {
  'devices.put': { params: ['key'] },
  'noticeChannels.put': { params: ['secret'] },
  // An address may hold a password too.
  'broker.test': { params: ['url', 'password'] },
  'trackingLinks.create': { result: ['url'] },
  'trackingLinks.read': { params: ['token'] },
  'webhooks.receive': { params: ['body', 'headers'] },
  'webhooks.put': { params: ['secret'] },
  'tokens.create': { result: ['token'] },
};

/** Files that are taken in: what became of them is kept where it went, and the audit says which file it was. */
const files: { readonly [N in RequestName]?: Fields<ParamsOut<N>> } = {
  'orders.import': ['csv'],
  'history.import': ['csv'],
  'loggers.import': ['text'],
};

/** Lines of such a file that were given back with the result; the job still has them. */
const givenBack: { readonly [N in RequestName]?: Fields<ResultOf<N>> } = {
  'orders.import': ['rejectedCsv'],
  'history.import': ['rejectedCsv'],
};

/**
 * The parameters as the audit keeps them: it shows that a secret was given, not which, and of a file its SHA-256 and its
 * size in bytes. What was made so before stays as it is.
 */
export function auditedParams(name: RequestName, params: unknown): unknown {
  const shown = replace(params, secrets[name]?.params ?? [], () => '(secret)');
  return replace(shown, files[name] ?? [], fingerprintOf);
}

/** The result as the audit keeps it: without secrets, and of a file that was taken in only what is counted of it. */
export function auditedResult(name: RequestName, result: unknown): unknown {
  const counted = replace(result, givenBack[name] ?? [], () => undefined);
  return replace(counted, secrets[name]?.result ?? [], () => '(secret)');
}

/** True when a result can only be given once, because the audit does not keep all of it. */
export function isShownOnce(name: RequestName): boolean {
  return secrets[name]?.result !== undefined;
}

function replace(value: unknown, fields: readonly string[], by: (content: unknown) => unknown): unknown {
  if (fields.length === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => [field, fields.includes(field) ? by(content) : content]),
  );
}

function fingerprintOf(file: unknown): unknown {
  if (typeof file !== 'string') return file;
  return { sha256: createHash('sha256').update(file).digest('hex'), bytes: Buffer.byteLength(file) };
}
