import type { ParamsOut, RequestName, ResultOf } from '#shared/contract/index.ts';
import type { WireError } from '#shared/result.ts';

import type { Session } from '../api.ts';

/** One command as it goes into the audit, after it was carried out or failed. Holds no secret. */
export interface AuditEntry {
  /** Only on commands that were done and came with an id: those are not carried out again under it. */
  readonly commandId?: string;
  readonly name: RequestName;
  readonly session: Session;
  /** As validated, secrets replaced. */
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

/** The parameters as the audit keeps them: it shows that a secret was given, not which. */
export function auditedParams(name: RequestName, params: unknown): unknown {
  return hide(params, secrets[name]?.params ?? []);
}

/** The result as the audit keeps it. */
export function auditedResult(name: RequestName, result: unknown): unknown {
  return hide(result, secrets[name]?.result ?? []);
}

/** True when a result can only be given once, because the audit does not keep all of it. */
export function isShownOnce(name: RequestName): boolean {
  return secrets[name]?.result !== undefined;
}

function hide(value: unknown, fields: readonly string[]): unknown {
  if (fields.length === 0 || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]) => [field, fields.includes(field) ? '(secret)' : content]),
  );
}
