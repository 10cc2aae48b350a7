import { randomUUID } from 'node:crypto';

import { requests } from '#shared/contract/index.ts';
import type { ParamsOut, RequestName, ResultOf } from '#shared/contract/index.ts';
import { DomainError } from '#shared/result.ts';

import type { Session } from '../api.ts';
import type { Log } from '../log.ts';
import { auditedParams, auditedResult, isShownOnce } from './audit.ts';
import type { Audit } from './audit.ts';
import { asDomainError, toWireError } from './failure.ts';
import type { Handlers, RequestContext } from './handlers.ts';
import { invalidRequest } from './invalid-request.ts';

export interface CallHandlerOptions {
  readonly handlers: Handlers;
  readonly audit: Audit;
  readonly log: Log;
  /** Checks results against their schemas (tests and development). */
  readonly checkOutput?: boolean;
  readonly newErrorId?: () => string;
}

export interface HandlerCall<N extends RequestName> {
  readonly name: N;
  /** As they came; never trusted. */
  readonly params: unknown;
  readonly session: Session;
  readonly commandId?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * Carries out one request: role, parameters, handler, audit. Rejects with nothing but DomainErrors. Every way
 * into the engine goes through the same one.
 */
export type CallHandler = <N extends RequestName>(call: HandlerCall<N>) => Promise<ResultOf<N>>;

type Running = CallHandlerOptions & {
  readonly newErrorId: () => string;
  /** Commands that are not done yet, by id: a repeated one waits for the first. */
  readonly commands: Map<string, { readonly is: string; readonly result: Promise<unknown> }>;
};

const maxCommandIdLength = 128;

/** Prepares the one way into the handlers. */
export function createCallHandler(options: CallHandlerOptions): CallHandler {
  const running: Running = { newErrorId: randomUUID, ...options, commands: new Map() };
  return async <N extends RequestName>(call: HandlerCall<N>): Promise<ResultOf<N>> => {
    try {
      // What a handler gives is typed, and what the audit kept is what a handler gave.
      return (await answer(running, call)) as ResultOf<N>;
    } catch (error) {
      throw failureOf(error, call, running);
    }
  };
}

/** A handler that stopped because its caller gave up did nothing wrong; any other surprise is a fault of ours. */
function failureOf(
  error: unknown,
  { name, signal }: HandlerCall<RequestName>,
  running: Running,
): DomainError {
  const isAbort = error === signal?.reason || (error instanceof Error && error.name === 'AbortError');
  if (signal?.aborted === true && isAbort)
    return new DomainError('unavailable', 'The caller cancelled this request.');
  return asDomainError(error, name, running);
}

/** True for the names of the contract. */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

async function answer<N extends RequestName>(running: Running, call: HandlerCall<N>): Promise<unknown> {
  const { name, session, commandId } = call;
  const isCommand = requests[name].kind === 'command';
  if (isCommand && session.role === 'viewer') {
    throw new DomainError('forbidden', 'A viewer may look at everything and change nothing.');
  }
  const params = parseParams(name, call.params);
  if (!isCommand) return await handle(running, call, params);
  if (commandId === undefined) return await carryOut(running, call, params, auditedParams(name, params));
  if (commandId === '' || commandId.length > maxCommandIdLength) {
    throw new DomainError('invalid-request', `A commandId has 1 to ${maxCommandIdLength} characters.`);
  }
  return await once(running, call, params, commandId);
}

/** The result of the command that was given this id first, whether it is done, under way or new. */
async function once<N extends RequestName>(
  running: Running,
  call: HandlerCall<N>,
  params: ParamsOut<N>,
  commandId: string,
): Promise<unknown> {
  const { name, session } = call;
  const audited = auditedParams(name, params);
  const is = identityOf(name, session.actor, audited);
  const underWay = running.commands.get(commandId);
  if (underWay !== undefined) {
    mustBe(underWay.is, is);
    return await underWay.result;
  }
  const done = running.audit.seen(commandId);
  if (done !== undefined) {
    // What was written down when the audit still kept whole files is the same command.
    const params = isRequestName(done.name) ? auditedParams(done.name, done.params) : done.params;
    mustBe(identityOf(done.name, done.actor, params), is);
    if (!isShownOnce(name)) return done.result;
    throw new DomainError('conflict', 'This was done already, and what it gave was shown once.', done.result);
  }
  const result = carryOut(running, call, params, audited);
  running.commands.set(commandId, { is, result });
  try {
    return await result;
  } finally {
    running.commands.delete(commandId);
  }
}

function identityOf(name: string, actor: string, params: unknown): string {
  return JSON.stringify([name, actor, params]);
}

function mustBe(known: string, now: string): void {
  if (known === now) return;
  throw new DomainError('conflict', 'This commandId was used for another command.');
}

/** Runs a command and writes it down, whichever way it ends. */
async function carryOut<N extends RequestName>(
  running: Running,
  call: HandlerCall<N>,
  params: ParamsOut<N>,
  audited: unknown,
): Promise<ResultOf<N>> {
  const { name, session, commandId } = call;
  const entry = { name, session, params: audited };
  let result: ResultOf<N>;
  try {
    result = await handle(running, call, params);
  } catch (error) {
    const failure = failureOf(error, call, running);
    running.audit.record({ ...entry, outcome: { error: toWireError(failure) } });
    throw failure;
  }
  const id = commandId === undefined ? {} : { commandId };
  running.audit.record({ ...entry, ...id, outcome: { result: auditedResult(name, result) } });
  return result;
}

async function handle<N extends RequestName>(
  { handlers, checkOutput }: Running,
  { name, session, commandId, signal = new AbortController().signal }: HandlerCall<N>,
  params: ParamsOut<N>,
): Promise<ResultOf<N>> {
  const definition = requests[name];
  const isIdentified = definition.kind === 'command' && commandId !== undefined;
  const context: RequestContext = { session, signal, ...(isIdentified ? { commandId } : {}) };
  const result = await handlers[name](params, context);
  if (checkOutput === true) definition.result.parse(result);
  return result;
}

function parseParams<N extends RequestName>(name: N, input: unknown): ParamsOut<N> {
  const parsed = requests[name].params.safeParse(input);
  if (!parsed.success) throw invalidRequest(parsed.error, input);
  // The schema of this very name made it.
  return parsed.data as ParamsOut<N>;
}
