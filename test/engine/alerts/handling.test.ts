import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sign, takeStep, type Handling, type Statement } from '#engine/alerts/handling.ts';
import { handlingSteps } from '#shared/domain/alert.ts';

const by = (who: string, name = who): Statement => ({ time: 1, who, name, text: 'because' });

const move = fc.oneof(
  fc.record({
    kind: fc.constant('step' as const),
    step: fc.constantFrom(...handlingSteps),
    who: fc.constantFrom('a', 'b'),
  }),
  fc.record({ kind: fc.constant('sign' as const), who: fc.constantFrom('a', 'b') }),
);

describe('what becomes of the goods', () => {
  it('never holds a step whose predecessor is missing, nor a signature of the one who decided', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        let handling: Handling = {};
        for (const each of moves) {
          const before = handling;
          try {
            handling =
              each.kind === 'sign'
                ? sign(handling, by(each.who), 'approved')
                : takeStep(handling, { step: each.step, by: by(each.who), outcome: 'reject' });
          } catch {
            expect(handling).toEqual(before);
          }
          if (before.signature !== undefined) expect(handling).toEqual(before);
        }
        const reached = [...handlingSteps, 'signature' as const].map((part) => handling[part] !== undefined);
        expect(reached).toEqual(reached.toSorted((a, b) => Number(b) - Number(a)));
        if (handling.signature !== undefined) expect(handling.signature.who).not.toBe(handling.decision?.who);
      }),
    );
  });

  it('takes a name in other letters or spacing for the same person', () => {
    const decided = { decision: { ...by('token-1', 'Ann Q'), outcome: 'release' as const } };
    expect(() => sign(decided, by('token-2', ' ANN  q '), 'approved')).toThrow('another person');
    expect(sign(decided, by('token-2', 'Bob'), 'approved').signature?.name).toBe('Bob');
  });

  it('asks for words and a name on every path', () => {
    expect(() => takeStep({}, { step: 'quarantine', by: { ...by('a'), text: ' ' } })).toThrow('note');
    expect(() => takeStep({}, { step: 'quarantine', by: { ...by('a'), name: ' ' } })).toThrow('name');
  });
});
