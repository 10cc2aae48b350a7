import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { advance, born, stateOf, type Life, type LifeEvent } from '#engine/alerts/lifecycle.ts';
import type { AlertState } from '#shared/domain/alert.ts';

/** The soak runs 5,000 of them. */
const sequences = Number(process.env['WAYMARK_LIFE_SEQUENCES'] ?? 1000);
const steps = 100;
const minute = 60_000;

type Spoken = 'acknowledge' | 'resolve' | 'comment' | 'unshelve' | 'out-of-service' | 'in-service';

type Step =
  | { readonly kind: 'restart' | 'wait' | 'return' | 'reactivate' }
  | { readonly kind: 'suppress' | 'cover'; readonly on: boolean }
  | { readonly kind: Spoken; readonly note: string }
  | { readonly kind: 'shelve'; readonly note: string; readonly minutes: number };

const note = fc.constantFrom('words', '', ' ');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('restart' as const, 'wait', 'return', 'reactivate') }),
  fc.record({ kind: fc.constantFrom('suppress' as const, 'cover'), on: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom<Spoken>(
      'acknowledge',
      'resolve',
      'comment',
      'unshelve',
      'out-of-service',
      'in-service',
    ),
    note,
  }),
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
  hasCause: boolean;
  isOut: boolean;
  acknowledged: boolean;
  resolved: boolean;
  asideUntil: number;
}

function onPaper(paper: Paper, now: number): AlertState {
  if (paper.isOut) return 'out-of-service';
  const isSaidElsewhere = paper.covered || paper.hasCause;
  const isDone =
    !paper.active && (paper.resolved || isSaidElsewhere || (paper.acknowledged && !paper.latching));
  if (isDone) return 'normal';
  if (now < paper.asideUntil) return 'shelved';
  if (paper.active && isSaidElsewhere) return 'suppressed';
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
    case 'cover':
      paper.hasCause = taken.on;
      return true;
    case 'out-of-service':
      if (!isOpen || paper.isOut) return false;
      Object.assign(paper, { isOut: true, asideUntil: 0 });
      return true;
    case 'in-service':
      if (!paper.isOut) return false;
      paper.isOut = false;
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
    case 'cover':
      return { kind: 'cover', by: taken.on ? 17 : undefined };
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
            hasCause: false,
            isOut: false,
            acknowledged: false,
            resolved: false,
            asideUntil: 0,
          };
          for (const [each, minutes] of taken) {
            now += minutes * minute;
            const isTaken = write(paper, each, now);
            life = carryOut(life, each, { now, isTaken });
            // Half a million times: compared first, and said in words only where they differ.
            if (stateOf(life, now) !== onPaper(paper, now))
              expect(stateOf(life, now)).toBe(onPaper(paper, now));
            if ((life.acknowledged !== undefined) !== paper.acknowledged)
              expect(life.acknowledged).toBe(paper.acknowledged);
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
  try {
    advance(life, event, now);
  } catch {
    return life;
  }
  throw new Error(`${taken.kind} had to be refused`);
}
