import type { HandlingOutcome, HandlingStepName } from '#shared/domain/alert.ts';
import { DomainError } from '#shared/result.ts';

/** Who said something about the goods of an excursion: signed in as `who`, named `name`. */
export interface Statement {
  readonly time: number;
  readonly who: string;
  readonly name: string;
  readonly text: string;
}

/** What became of the goods an excursion concerns, as far as people have decided. */
export interface Handling {
  readonly quarantine?: Statement & { readonly hold: boolean };
  readonly cause?: Statement;
  readonly action?: Statement;
  readonly decision?: Statement & { readonly outcome: HandlingOutcome };
  readonly signature?: Statement & { readonly meaning: string };
}

export interface Step {
  readonly step: HandlingStepName;
  readonly by: Statement;
  /** With `quarantine`: the affected orders are held. */
  readonly hold?: boolean | undefined;
  /** With `decision`. */
  readonly outcome?: HandlingOutcome | undefined;
}

/** What must have been said before each step. */
const needs = { quarantine: undefined, cause: 'quarantine', action: 'cause', decision: 'action' } as const;

/**
 * The goods' handling after one step. A step may be said again until the decision is signed, and what was said before
 * stays in the notes; refused with a reason where it comes too early or too late. Pure.
 */
export function takeStep(handling: Handling, { step, by, hold = false, outcome }: Step): Handling {
  mustBeSaid(by);
  if (handling.signature !== undefined)
    refuse('The decision is signed: nothing of it can be changed any more.');
  const before = needs[step];
  if (before !== undefined && handling[before] === undefined)
    refuse(`Before the ${step} comes the ${before}: it has not been said yet.`);
  switch (step) {
    case 'quarantine':
      return { ...handling, quarantine: { ...by, hold: hold || (handling.quarantine?.hold ?? false) } };
    case 'cause':
    case 'action':
      return { ...handling, [step]: by };
    case 'decision':
      if (outcome === undefined) invalid('A decision has an outcome.', 'outcome');
      return { ...handling, decision: { ...by, outcome } };
  }
}

/** The decision with its second signature: by another person than the one who decided, in login and in name. Pure. */
export function sign(handling: Handling, by: Statement, meaning: string): Handling {
  mustBeSaid(by);
  const { decision, signature } = handling;
  if (decision === undefined) return refuse('There is no decision to sign yet.');
  if (signature !== undefined) refuse(`The decision was signed already by ${signature.name}.`);
  if (by.who === decision.who)
    refuse(
      'The second signature is given by another person: sign in with another access token than the one the decision was made with.',
    );
  if (plain(by.name) === plain(decision.name)) refuse(`${decision.name} decided: another person must sign.`);
  return { ...handling, signature: { ...by, meaning } };
}

function plain(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function mustBeSaid({ who, name, text }: Statement): void {
  if (who.trim() === '') invalid('Somebody must be signed in for this.', 'who');
  if (name.trim() === '') invalid('The printed name is required.', 'name');
  if (text.trim() === '') invalid('A note is required.', 'note');
}

function refuse(message: string): never {
  throw new DomainError('conflict', message);
}

function invalid(message: string, field: string): never {
  throw new DomainError('invalid-request', message, { field });
}
