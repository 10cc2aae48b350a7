import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { advance, born, stateOf, type Life, type LifeEvent } from '#engine/alerts/lifecycle.ts';
import type { AlertState } from '#shared/domain/alert.ts';

/** As many sequences as are run here; each of them has a hundred steps. */
const sequences = 300;
const steps = 100;
const minute = 60_000;

type Step =
  | { readonly kind: 'restart' | 'wait' | 'return' | 'reactivate' }
  | { readonly kind: 'suppress'; readonly on: boolean }
  | { readonly kind: 'acknowledge' | 'resolve' | 'comment' | 'unshelve'; readonly note: string }
  | { readonly kind: 'shelve'; readonly note: string; readonly minutes: number };

const note = fc.constantFrom('words', '', ' ');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('restart' as const, 'wait', 'return', 'reactivate') }),
  fc.record({ kind: fc.constant('suppress' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('acknowledge' as const, 'resolve', 'comment', 'unshelve'), note }),
  fc.record({
    kind: fc.constant('shelve' as const),
    note,
    minutes: fc.integer({ min: -1, max: 60 * 24 * 31 }),
  }),
);

/** What somebody with paper and pencil knows of the alarm. Written apart from the engine. */
interface Paper {
  active: boolean;
  latching: boolean;
  covered: boolean;
  acknowledged: boolean;
  resolved: boolean;
  asideUntil: number;
}

function onPaper(paper: Paper, now: number): AlertState {
  const isDone =
    !paper.active && (paper.resolved || paper.covered || (paper.acknowledged && !paper.latching));
  if (isDone) return 'normal';
  if (now < paper.asideUntil) return 'shelved';
  if (paper.active && paper.covered) return 'suppressed';
  if (paper.active) return paper.acknowledged ? 'active-acknowledged' : 'active-unacknowledged';
  return paper.acknowledged ? 'latched' : 'returned-unacknowledged';
}

/** Writes a step down; false where it must be refused. */
function write(paper: Paper, taken: Step, now: number): boolean {
  const isOpen = onPaper(paper, now) !== 'normal';
  if ('note' in taken && taken.kind !== 'unshelve' && taken.note.trim() === '') return false;
  switch (taken.kind) {
    case 'return':
      paper.active = false;
      return true;
    case 'reactivate':
      paper.active = true;
      paper.resolved = false;
      return true;
    case 'suppress':
      paper.covered = taken.on;
      return true;
    case 'acknowledge':
      if (!isOpen || paper.acknowledged) return false;
      paper.acknowledged = true;
      return true;
    case 'resolve':
      if (!isOpen || paper.resolved) return false;
      Object.assign(paper, { resolved: true, acknowledged: true, asideUntil: 0 });
      return true;
    case 'shelve':
      if (!isOpen || taken.minutes <= 0 || taken.minutes > 60 * 24 * 30) return false;
      paper.asideUntil = now + taken.minutes * minute;
      return true;
    case 'unshelve':
      if (onPaper(paper, now) !== 'shelved') return false;
      paper.asideUntil = 0;
      return true;
    case 'restart':
    case 'wait':
    case 'comment':
      return true;
  }
}

function eventOf(taken: Step, now: number): LifeEvent | undefined {
  const by = { time: now, who: 'ann' };
  switch (taken.kind) {
    case 'restart':
    case 'wait':
      return undefined;
    case 'suppress':
      return { kind: 'suppress', suppressed: taken.on };
    case 'shelve':
      return { kind: 'shelve', by, note: taken.note, until: now + taken.minutes * minute };
    case 'return':
    case 'reactivate':
      return { kind: taken.kind };
    default:
      return { kind: taken.kind, by, note: taken.note };
  }
}

describe('the life of an alarm against one kept on paper', () => {
  it('has the same state after every step and restart, refuses the same, and loses no acknowledgement', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.tuple(step, fc.integer({ min: 0, max: 600 })), { minLength: steps, maxLength: steps }),
        (latching, taken) => {
          let now = 1_000_000;
          let life: Life = born({ latching });
          const paper = {
            active: true,
            latching,
            covered: false,
            acknowledged: false,
            resolved: false,
            asideUntil: 0,
          };
          for (const [each, minutes] of taken) {
            now += minutes * minute;
            const isTaken = write(paper, each, now);
            life = carryOut(life, each, { now, isTaken });
            expect(stateOf(life, now)).toBe(onPaper(paper, now));
            expect(life.acknowledged !== undefined).toBe(paper.acknowledged);
          }
        },
      ),
      { numRuns: sequences, seed: 20_261_128 },
    );
  });
});

/** A restart reads what was written down; everything else is a step of the engine's. */
function carryOut(
  life: Life,
  taken: Step,
  { now, isTaken }: { readonly now: number; readonly isTaken: boolean },
): Life {
  if (taken.kind === 'restart') return JSON.parse(JSON.stringify(life)) as Life;
  const event = eventOf(taken, now);
  if (event === undefined) return life;
  if (isTaken) return advance(life, event, now);
  expect(() => advance(life, event, now)).toThrow();
  return life;
}
