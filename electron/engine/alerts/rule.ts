import type { z } from 'zod';

import type { AlertKind, Severity } from '#shared/domain/alert.ts';

/** A time during which a rule's condition held, in event time; without an end it still holds. */
export interface Span<Detail = unknown> {
  readonly start: number;
  readonly end: number | undefined;
  readonly detail: Detail;
}

/** Who is to act on it first. */
export type Audience = 'qa' | 'dispatch' | 'technician' | 'customer-care';

interface Scenario<Input, Params> {
  readonly name: string;
  readonly given: Input;
  readonly params?: Partial<Params>;
  /** The spans that follow: start and end. */
  readonly expect: readonly (readonly [start: number, end: number | undefined])[];
}

/** What a rule is made of. */
export interface RuleOptions<Input, Detail, Params extends z.ZodType> {
  readonly id: AlertKind;
  readonly title: string;
  readonly audience: Audience;
  readonly severity: Severity;
  /** Nothing that is measured tells that it is over: somebody resolves it. */
  readonly endsByDecision?: boolean;
  /** When it began is settled once it was raised, since what it is judged by changes with every fact. */
  readonly keepsStart?: boolean;
  readonly params: Params;
  /**
   * Everything the facts given say of one subject. A pure function of the set of facts: neither the order in which
   * they came nor how often makes a difference.
   */
  readonly evaluate: (input: Input, params: z.output<Params>) => readonly Span<Detail>[];
  /** What the alert says. `name` is how people call the subject. */
  readonly message: (span: Span<Detail>, name: string) => string;
  readonly scenarios: readonly Scenario<Input, z.output<Params>>[];
}

/** What the engine asks of a rule. */
export interface Rule<Input, Detail> {
  readonly id: AlertKind;
  readonly title: string;
  readonly audience: Audience;
  readonly severity: Severity;
  readonly endsByDecision: boolean;
  readonly keepsStart: boolean;
  readonly params: z.ZodType;
  evaluate(input: Input): readonly Span<Detail>[];
  message(span: Span<Detail>, name: string): string;
  /** The rule's own examples, ready to run. */
  readonly scenarios: readonly RuleScenario[];
}

export interface RuleScenario {
  readonly name: string;
  run(): {
    readonly actual: readonly (readonly [number, number | undefined])[];
    readonly expected: readonly (readonly [number, number | undefined])[];
  };
}

/** A rule of the registry, whatever it reads. */
export type AnyRule = Pick<
  Rule<never, unknown>,
  'id' | 'title' | 'audience' | 'severity' | 'params' | 'scenarios'
>;

/** Declares a rule; parameters that nobody has set are the schema's defaults. */
export function defineRule<Input, Detail, Params extends z.ZodType>(
  options: RuleOptions<Input, Detail, Params>,
): Rule<Input, Detail> {
  const defaults = options.params.parse({});
  const spansOf = (input: Input, params: z.output<Params>) =>
    options.evaluate(input, params).map(({ start, end }) => [start, end] as const);
  return {
    id: options.id,
    title: options.title,
    audience: options.audience,
    severity: options.severity,
    endsByDecision: options.endsByDecision ?? false,
    keepsStart: options.keepsStart ?? false,
    params: options.params,
    evaluate: (input) => options.evaluate(input, defaults),
    message: options.message,
    scenarios: options.scenarios.map(({ name, given, params, expect }) => ({
      name,
      run: () => ({ actual: spansOf(given, options.params.parse({ ...params })), expected: expect }),
    })),
  };
}
