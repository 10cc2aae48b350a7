import { toIso } from '#shared/domain/time.ts';
import type { EvidenceRow } from '#shared/contract/types.ts';

import type { Clock } from '../clock.ts';
import { compact } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import type { Believed } from '../tracking/believed.ts';
import type { AlertBook, AlertDraft, AlertTopic, Subject } from './book.ts';
import type { CaseBuilder } from './case-builder.ts';
import type { Claim, JourneyCase, MismatchDetail } from './journey-case.ts';
import { reconcile } from './reconcile.ts';
import type { Rule, Span } from './rule.ts';
import { journeyRules } from './rules/index.ts';

const forever = Number.MAX_SAFE_INTEGER;
const kinds: ReadonlySet<string> = new Set(journeyRules.map(({ id }) => id));

export interface JourneyRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly cases: CaseBuilder;
}

/** Rules about what the facts of one parcel say against each other, asked whenever its order is believed anew. */
export class JourneyRules {
  readonly #options: JourneyRulesOptions;
  /** Subjects that have alerts, so that the usual case costs no query. */
  readonly #flagged = new Set<string>();

  constructor(options: JourneyRulesOptions) {
    this.#options = options;
    this.recall();
  }

  /** Takes from the database again what a failed transaction left in memory. */
  recall(): void {
    this.#flagged.clear();
    for (const kind of kinds)
      for (const { type, id } of this.#options.store.alerts.subjectsOf(kind))
        this.#flagged.add(`${type} ${id}`);
  }

  /** An order was believed anew. Only inside a transaction. */
  take(believed: Believed): void {
    for (const [parcelId, journey] of believed.journeys) {
      const { orderNumber } = believed.order;
      const subject: Subject =
        parcelId === '' ? { type: 'order', id: orderNumber } : { type: 'parcel', id: parcelId };
      if (journey.events.length === 0 && !this.#isFlagged(subject)) continue;
      this.#judge(subject, this.#options.cases.build(believed, parcelId, journey));
    }
  }

  #isFlagged({ type, id }: Subject): boolean {
    return this.#flagged.has(`${type} ${id}`);
  }

  #judge(subject: Subject, given: JourneyCase): void {
    const wanted = new Map<string, Wanted>();
    for (const rule of journeyRules) {
      for (const span of rule.evaluate(given)) {
        const { key } = span.detail;
        const ruleKey = key === undefined ? rule.id : `${rule.id} ${key}`;
        const known = wanted.get(ruleKey);
        if (known === undefined) wanted.set(ruleKey, { rule, spans: [span] });
        else known.spans.push(span);
      }
    }
    if (wanted.size === 0 && !this.#isFlagged(subject)) return;
    const stored = this.#options.store.alerts
      .ofSubject(subject.type, subject.id)
      .filter(({ kind }) => kinds.has(kind));
    for (const { ruleKey, kind } of stored) {
      const rule = journeyRules.find(({ id }) => id === kind);
      if (rule !== undefined && !wanted.has(ruleKey)) wanted.set(ruleKey, { rule, spans: [] });
    }
    for (const [ruleKey, { rule, spans }] of wanted)
      this.#reconcile({ kind: rule.id, ruleKey, subject }, rule, spans, given);
    this.#flagged.add(`${subject.type} ${subject.id}`);
  }

  #reconcile(
    topic: AlertTopic,
    rule: Rule<JourneyCase, MismatchDetail>,
    spans: readonly Span<MismatchDetail>[],
    given: JourneyCase,
  ): void {
    const { book, clock } = this.#options;
    const last = given.seen.at(-1)?.scan;
    const drafts = spans.map((span): Omit<AlertDraft, 'orderNumbers'> => ({
      ...topic,
      siteId: given.seen.find(({ time }) => time === span.start)?.scan.siteId ?? last?.siteId,
      severity: rule.severity,
      endsByDecision: rule.endsByDecision,
      start: span.start,
      end: span.end,
      known: knownAt(span),
      message: rule.message(span, given.subjectId),
      ...tellingOf(span.detail),
    }));
    reconcile(book, {
      topic,
      drafts,
      from: -forever,
      to: forever,
      ordersOf: () => [given.orderNumber],
      now: clock.now(),
    });
  }
}

interface Wanted {
  readonly rule: Rule<JourneyCase, MismatchDetail>;
  readonly spans: Span<MismatchDetail>[];
}

/** Once both sides had spoken. */
function knownAt({ start, detail }: Span<MismatchDetail>): number {
  const times = detail.sides.flatMap(({ claims }) =>
    claims.filter(({ kind }) => kind !== 'plan').map(({ time }) => time),
  );
  return Math.max(start, ...times);
}

/** How an alert shows both sides of a mismatch. */
export function tellingOf(detail: MismatchDetail): Pick<AlertDraft, 'evidence' | 'mismatch'> {
  const sides = detail.sides.map(({ title, claims }) => ({ title, evidence: claims.map(evidenceOf) }));
  return {
    evidence: sides.flatMap(({ evidence }) => evidence),
    mismatch: { sides, cause: detail.cause, fixes: detail.fixes.map((fix) => ({ ...fix })) },
  };
}

function evidenceOf({ time, recordTime, ...claim }: Claim): EvidenceRow {
  return compact({ ...claim, eventTime: toIso(time), recordTime: toIso(recordTime) });
}
