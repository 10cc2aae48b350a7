import { afterAll, describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { createEvaluator, type Evaluation } from '#engine/mapping/evaluator.ts';

const evaluator = createEvaluator(systemClock);
afterAll(async () => await evaluator.stop());

function jobOf(expression: string, data: unknown = {}): string {
  return JSON.stringify({
    expressions: [expression],
    data,
    topic: {},
    levels: [],
    receivedAt: 1_764_000_000_000,
    maxRecords: 500,
  });
}

async function valueOf(expression: string, data: unknown = {}): Promise<unknown> {
  return given(await evaluator.evaluate(jobOf(expression, data)));
}

function given(evaluation: Evaluation): unknown {
  if (!evaluation.ok) return evaluation.stopped;
  const { rows } = JSON.parse(evaluation.json) as { rows?: [[{ v?: unknown; e?: string } | null]] };
  const [result] = rows?.[0] ?? [];
  return result === null ? null : (result?.v ?? result);
}

const many = 'a'.repeat(40);

/** Each would take a thread of V8 for ever, or its whole process down. */
const hostile: readonly (readonly [string, unknown])[] = [
  ['$match(a, /(a+)+$/)', { a: `${many}!` }],
  ['$contains(a, /^(([a-z])+.)+[A-Z]([a-z])+$/)', { a: many.repeat(1000) }],
  ['$replace(a, /(.*)*x/, "")', { a: many }],
  ['($f := function($x){$f($x+1)}; $f(1))', {}],
  ['($f := function($x){$f($x+1)+1}; $f(1))', {}],
  ['[1..10000000]', {}],
  ['[1..10000000].([1..10000000])', {}],
  ['$pad("x", 1000000000)', {}],
  ['$split($pad("x", 100000000), "")', {}],
  ['($f := function($s,$n){$n=0?$s:$f($s&$s,$n-1)}; $length($f("xxxxxxxxxxxxxxxx",30)))', {}],
  ['$reduce([1..1000], function($a,$b){$append($a,$a)}, [1])', {}],
  ['($f:=function($y,$n){$n=0?$y:$f({"a":$y,"b":$y},$n-1)};$string($f({"a":1},40)))', {}],
  ['($f:=function($y,$n){$n=0?$y:$f({"a":$y,"b":$y},$n-1)};$count($f({"a":1},40).**))', {}],
  ['($f:=function($y,$n){$n=0?$y:$f({"a":$y,"b":$y},$n-1)};$f({"a":1},40))', {}],
  ['$eval($pad("(", 100000))', {}],
  ['$formatNumber(1, $pad("#", 10000000))', {}],
];

describe('expressions', () => {
  it('read what a message says, with the parts of its topic beside it', async () => {
    expect(await valueOf('data[name="t"].value * 2', { data: [{ name: 't', value: 2.1 }] })).toBe(4.2);
    expect(await valueOf('missing.field')).toBeNull();
    expect(await valueOf('$now()')).toBe('2025-11-24T16:00:00.000Z');
  });

  it('say what is wrong with them', async () => {
    expect(await valueOf('1 +')).toEqual({ e: expect.stringContaining('end of expression') as unknown });
    expect(await valueOf('$random()')).toEqual({ e: expect.stringContaining('the same facts') as unknown });
    expect(await valueOf('{"a": 1}')).toEqual({ e: 'it gives an object, not a value' });
    expect(await valueOf('1/0')).toEqual({ e: expect.any(String) as unknown });
  });

  it('reach nothing outside: no constructor, no prototype, no process', async () => {
    const reaching = ['$.constructor', '"".constructor.constructor', '$.__proto__', '$process', '$require'];
    expect(await Promise.all(reaching.map((text) => valueOf(text, { a: 1 })))).toEqual(
      reaching.map(() => null),
    );
    await valueOf('$ ~> |$|{"__proto__":{"polluted":1}}|', { a: {} });
    expect(await valueOf('polluted', {})).toBeNull();
  });

  it.each(hostile)('are stopped where they never end: %s', async (expression, data) => {
    const answer = await valueOf(expression, data);
    expect(typeof answer === 'string' ? ['time', 'memory'] : Object.keys(answer as object)).toEqual(
      typeof answer === 'string' ? expect.arrayContaining([answer]) : ['e'],
    );
    expect(await valueOf('a.b', { a: { b: 7 } })).toBe(7);
  });

  it('answer in order, also around one that had to be stopped', async () => {
    const jobs = ['1', '2', '$pad("x", 1000000000)', '3', '4'];
    expect(await Promise.all(jobs.map((text) => valueOf(text)))).toEqual([1, 2, 'time', 3, 4]);
  });
});
