import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { rules } from '#engine/alerts/rules/index.ts';
import { alertKinds } from '#shared/domain/alert.ts';

const folder = join(import.meta.dirname, '../../../electron/engine/alerts/rules');

describe('the registry of rules', () => {
  it('lists every rule once, under the name of its file', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.ts');
    expect(rules.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('knows every rule as a kind of alert', () => {
    expect(rules.filter(({ id }) => !alertKinds.includes(id))).toEqual([]);
  });
});

describe.each(rules)('the rule $id', ({ title, params, scenarios }) => {
  it('has words, parameters with defaults, and examples of when it holds and when not', () => {
    expect(title).not.toBe('');
    expect(params.safeParse({}).success).toBe(true);
    const outcomes = scenarios.map((scenario) => scenario.run().expected.length > 0);
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });

  it.each(scenarios)('says of: $name', (scenario) => {
    const { actual, expected } = scenario.run();
    expect(actual).toEqual(expected);
  });
});
