import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  advance,
  born,
  longestShelfMs,
  stateOf,
  type Life,
  type LifeEvent,
} from '#engine/alerts/lifecycle.ts';
import { DomainError } from '#shared/result.ts';

const begin = 1_000_000_000_000;
const by = { time: begin, who: 'owner' };

/** What somebody who knows only the words of ISA-18.2 keeps of an alert. */
interface Model {
  active: boolean;
  known: boolean;
  done: boolean;
  shelvedUntil: number | undefined;
  suppressed: boolean;
  gone: boolean;
}

interface Kind {
  readonly latching: boolean;
  readonly endsByDecision: boolean;
}

function shown(model: Model, kind: Kind, now: number): string {
  const { active, known, done, suppressed, gone } = model;
  const isShelved = model.shelvedUntil !== undefined && now < model.shelvedUntil;
  if (gone) return 'normal';
  if (active) {
    if (done && kind.endsByDecision) return 'normal';
    if (isShelved) return 'shelved';
    if (suppressed) return 'suppressed';
    return known ? 'active-acknowledged' : 'active-unacknowledged';
  }
  if (done || suppressed || (known && !kind.latching)) return 'normal';
  if (isShelved) return 'shelved';
  return known ? 'latched' : 'returned-unacknowledged';
}

type Step =
  | {
      readonly do:
        | 'return'
        | 'reactivate'
        | 'withdraw'
        | 'acknowledge'
        | 'resolve'
        | 'unshelve'
        | 'comment'
        | 'assign';
    }
  | { readonly do: 'suppress'; readonly on: boolean }
  | { readonly do: 'shelve' | 'wait'; readonly ms: number };

/** What may be done in each state, and what it changes; undefined: it is refused. */
function expected(model: Model, step: Step, kind: Kind, now: number): Model | undefined {
  const state = shown(model, kind, now);
  const isOpen = state !== 'normal';
  const next = { ...model };
  switch (step.do) {
    case 'wait':
      return next;
    case 'return':
      return { ...next, active: false };
    case 'reactivate':
      return { ...next, active: true, done: false };
    case 'withdraw':
      return { ...next, active: false, gone: true };
    case 'suppress':
      return { ...next, suppressed: step.on };
    case 'acknowledge':
      return isOpen && !model.known ? { ...next, known: true } : undefined;
    case 'resolve':
      return isOpen && !model.done
        ? { ...next, done: true, known: true, shelvedUntil: undefined }
        : undefined;
    case 'shelve':
      return isOpen && step.ms > 0 && step.ms <= longestShelfMs
        ? { ...next, shelvedUntil: now + step.ms }
        : undefined;
    case 'unshelve':
      return state === 'shelved' ? { ...next, shelvedUntil: undefined } : undefined;
    case 'comment':
      return next;
    case 'assign':
      return model.gone ? undefined : next;
  }
}

function eventOf(step: Step, now: number): LifeEvent | undefined {
  switch (step.do) {
    case 'wait':
      return undefined;
    case 'suppress':
      return { kind: 'suppress', suppressed: step.on };
    case 'shelve':
      return { kind: 'shelve', by, note: 'why', until: now + step.ms };
    case 'acknowledge':
    case 'resolve':
    case 'comment':
      return { kind: step.do, by, note: 'why' };
    case 'unshelve':
    case 'assign':
      return { kind: step.do, by };
    default:
      return { kind: step.do };
  }
}

const steps = fc.array(
  fc.oneof(
    fc
      .constantFrom(
        ...(['return', 'reactivate', 'acknowledge', 'resolve', 'unshelve', 'comment', 'assign'] as const),
      )
      .map((name): Step => ({ do: name })),
    fc.boolean().map((on): Step => ({ do: 'suppress', on })),
    fc.integer({ min: -5, max: 100 }).map((ms): Step => ({ do: 'shelve', ms: ms * 1000 })),
    fc.integer({ min: 0, max: 60 }).map((ms): Step => ({ do: 'wait', ms: ms * 1000 })),
    fc.constant<Step>({ do: 'withdraw' }),
  ),
  { minLength: 1, maxLength: 100 },
);

describe('an alert, in 5,000 sequences of up to 100 steps', () => {
  it('is in the state that its history says, and refuses what makes no sense', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), fc.boolean(), (sequence, latching, endsByDecision) => {
        let now = begin;
        let life: Life = born({ latching, endsByDecision });
        let model: Model = {
          active: true,
          known: false,
          done: false,
          shelvedUntil: undefined,
          suppressed: false,
          gone: false,
        };
        for (const step of sequence) {
          const next = expected(model, step, { latching, endsByDecision }, now);
          const event = eventOf(step, now);
          if (step.do === 'wait') now += step.ms;
          else if (event !== undefined && next === undefined)
            expect(() => advance(life, event, now)).toThrow(DomainError);
          else if (event !== undefined) life = advance(life, event, now);
          model = next ?? model;
          expect(stateOf(life, now)).toBe(shown(model, { latching, endsByDecision }, now));
        }
        // Whatever happened, a shelf ends by itself.
        expect(stateOf(life, now + longestShelfMs + 1)).not.toBe('shelved');
      }),
      { numRuns: 5000, seed: 20261122 },
    );
  });

  it('never goes from an acknowledgement back to nobody knowing', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let life = advance(born(), { kind: 'acknowledge', by, note: 'seen' }, begin);
        for (const step of sequence) {
          const event = eventOf(step, begin);
          if (event === undefined) continue;
          try {
            life = advance(life, event, begin);
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError);
          }
        }
        expect(life.acknowledged).toEqual(by);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

describe('words and a name', () => {
  it.each(['acknowledge', 'resolve', 'comment'] as const)('are required to %s', (kind) => {
    expect(() => advance(born(), { kind, by, note: '  ' }, begin)).toThrow(/note is required/);
    expect(() => advance(born(), { kind, by: { ...by, who: '' }, note: 'seen' }, begin)).toThrow(
      /must be named/,
    );
  });

  it('are required to shelve, with an end in the future that is not too far', () => {
    const shelve = (note: string, until: number) => () =>
      advance(born(), { kind: 'shelve', by, note, until }, begin);
    expect(shelve('', begin + 1000)).toThrow(/note is required/);
    expect(shelve('noise', begin)).toThrow(/in the future/);
    expect(shelve('noise', begin + longestShelfMs + 1)).toThrow(/30 days/);
    expect(stateOf(shelve('noise', begin + 1000)(), begin)).toBe('shelved');
  });
});
