import type { AlertState } from '#shared/domain/alert.ts';
import { DomainError } from '#shared/result.ts';

/** Who did something, and when. */
export interface Mark {
  readonly time: number;
  readonly who: string;
}

/** Something done with a reason. */
export interface ReasonedMark extends Mark {
  readonly text: string;
}

export interface Shelf extends ReasonedMark {
  readonly until: number;
}

/** Everything an alert's state follows from. */
export interface Life {
  /** Whether the condition stands. */
  readonly active: boolean;
  /** It ends by a decision only: nothing that is measured says it is over. */
  readonly endsByDecision: boolean;
  /** It stays after its return until somebody resolves it. */
  readonly latching: boolean;
  /** Another open alert says the same. */
  readonly suppressed: boolean;
  /** The key of the open alert of the cause this one shares with others. */
  readonly coveredBy?: number | undefined;
  /** What it is about is out of service: nothing it does is news until somebody returns it to service. */
  readonly outOfService?: ReasonedMark | undefined;
  readonly withdrawn: boolean;
  readonly acknowledged: Mark | undefined;
  readonly resolved: Mark | undefined;
  readonly shelved: Shelf | undefined;
}

export type LifeEvent =
  /** The condition ceased, or stands again because of later facts. */
  | { readonly kind: 'return' }
  | { readonly kind: 'reactivate' }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'suppress'; readonly suppressed: boolean }
  | { readonly kind: 'cover'; readonly by: number | undefined }
  | { readonly kind: 'shelf-over' }
  | ({ readonly kind: 'acknowledge' | 'resolve' | 'comment' | 'out-of-service' | 'in-service' } & Said)
  | ({ readonly kind: 'unshelve' | 'assign' } & Partial<Said> & { readonly by: Mark })
  | ({ readonly kind: 'shelve'; readonly until: number } & Said);

interface Said {
  readonly by: Mark;
  readonly note: string;
}

/** Shelving always ends by itself, at the latest after this. */
export const longestShelfMs = 30 * 86_400_000;

/** An alert as it is raised. */
export function born(
  options: Partial<Pick<Life, 'endsByDecision' | 'latching' | 'suppressed' | 'active' | 'outOfService'>> = {},
): Life {
  return {
    active: true,
    endsByDecision: false,
    latching: false,
    suppressed: false,
    ...options,
    withdrawn: false,
    acknowledged: undefined,
    resolved: undefined,
    shelved: undefined,
  };
}

/** The state an alert is shown in. Pure. */
export function stateOf(life: Life, now: number): AlertState {
  if (life.withdrawn) return 'normal';
  if (life.outOfService !== undefined) return 'out-of-service';
  if (isOver(life)) return 'normal';
  if (life.shelved !== undefined && now < life.shelved.until) return 'shelved';
  if (life.active) {
    if (isCovered(life)) return 'suppressed';
    return life.acknowledged === undefined ? 'active-unacknowledged' : 'active-acknowledged';
  }
  return life.acknowledged === undefined ? 'returned-unacknowledged' : 'latched';
}

/** True when nothing is left to do about it. */
function isOver(life: Life): boolean {
  if (life.active) return life.endsByDecision && life.resolved !== undefined;
  if (life.resolved !== undefined || isCovered(life)) return true;
  return life.acknowledged !== undefined && !life.latching;
}

function isCovered({ suppressed, coveredBy }: Life): boolean {
  return suppressed || coveredBy !== undefined;
}

/** What becomes of an alert; a step that makes no sense in its state is refused with a reason. Pure. */
export function advance(life: Life, event: LifeEvent, now: number): Life {
  switch (event.kind) {
    case 'return':
      return { ...life, active: false };
    case 'reactivate':
      // What was decided about an end that was none is void; that somebody knows of the alert is not.
      return { ...life, active: true, resolved: undefined };
    case 'withdraw':
      return { ...life, active: false, withdrawn: true };
    case 'suppress':
      return { ...life, suppressed: event.suppressed };
    case 'cover':
      return { ...life, coveredBy: event.by };
    case 'shelf-over':
      return { ...life, shelved: undefined };
    case 'acknowledge':
    case 'out-of-service':
    case 'in-service':
    case 'resolve':
    case 'shelve':
    case 'unshelve':
    case 'comment':
    case 'assign':
      return decide(life, event, now);
  }
}

type Decision = Extract<LifeEvent, { readonly by: Mark }>;

function decide(life: Life, event: Decision, now: number): Life {
  mustBeSaid(event);
  if (life.withdrawn && event.kind !== 'comment')
    refuse('This alert was withdrawn: later facts show that it never was.');
  switch (event.kind) {
    case 'acknowledge':
      if (life.acknowledged !== undefined)
        refuse(`This alert was acknowledged already by ${life.acknowledged.who}.`);
      mustBeOpen(life, now);
      return { ...life, acknowledged: event.by };
    case 'resolve':
      if (life.resolved !== undefined) refuse(`This alert was resolved already by ${life.resolved.who}.`);
      mustBeOpen(life, now);
      return { ...life, resolved: event.by, acknowledged: life.acknowledged ?? event.by, shelved: undefined };
    case 'shelve':
      mustBeOpen(life, now);
      if (event.until <= now) invalid('Shelving must end in the future.', 'until');
      if (event.until > now + longestShelfMs)
        invalid('An alert may be shelved for 30 days at most.', 'until');
      return { ...life, shelved: { ...event.by, until: event.until, text: event.note } };
    case 'unshelve':
      if (stateOf(life, now) !== 'shelved') refuse('This alert is not shelved.');
      return { ...life, shelved: undefined };
    case 'out-of-service':
      if (life.outOfService !== undefined) refuse('It is out of service already.');
      mustBeOpen(life, now);
      return { ...life, outOfService: { ...event.by, text: event.note }, shelved: undefined };
    case 'in-service':
      if (life.outOfService === undefined) refuse('It is not out of service.');
      return { ...life, outOfService: undefined };
    case 'comment':
    case 'assign':
      return life;
  }
}

/** Words and a name on every path: whoever calls, an alert is never waved through. */
function mustBeSaid(event: Decision): void {
  if (event.by.who.trim() === '') invalid('Somebody must be named for this.', 'who');
  const mayBeWordless = event.kind === 'unshelve' || event.kind === 'assign';
  if (!mayBeWordless && (event.note ?? '').trim() === '') invalid('A note is required.', 'note');
}

function mustBeOpen(life: Life, now: number): void {
  if (stateOf(life, now) === 'normal') refuse('There is nothing left to do about this alert.');
}

function refuse(message: string): never {
  throw new DomainError('conflict', message);
}

function invalid(message: string, field: string): never {
  throw new DomainError('invalid-request', message, { field });
}
