import type { FindingKind } from '#shared/domain/finding.ts';

import type { Store } from '../store/store.ts';
import type { Concerned } from './impact.ts';

/** How sure a finding is, and what that rests on. */
export interface Sureness {
  readonly basis: 'fact' | 'estimate' | 'record' | 'unmeasured';
  readonly share: number | null;
  /** Flags the share is of. */
  readonly of: number;
}

/** So many of the newest flags of a kind tell how often it is right; fewer than that say nothing. */
const looked = 100;
const enough = 10;
const rememberedMs = 60_000;

const unmeasured: Sureness = { basis: 'unmeasured', share: null, of: 0 };

/**
 * How often flags of each kind stood, from the installation's own record. A flag that later facts took back was wrong;
 * one that somebody corrected the facts of was right.
 */
export function createTrackRecord(store: Store, now: () => number): (kind: FindingKind) => Sureness {
  const known = new Map<FindingKind, { readonly at: number; readonly sureness: Sureness }>();
  return (kind) => {
    const before = known.get(kind);
    if (before !== undefined && now() - before.at < rememberedMs) return before.sureness;
    const sureness = recordOf(store, kind);
    known.set(kind, { at: now(), sureness });
    return sureness;
  };
}

function recordOf(store: Store, kind: FindingKind): Sureness {
  const flags = store.alerts.newestOf(kind, looked);
  if (flags.length < enough) return { ...unmeasured, of: flags.length };
  const wrong = flags.filter(({ withdrawn, body }) => withdrawn && !isCorrected(store, body)).length;
  return { basis: 'record', share: 1 - wrong / flags.length, of: flags.length };
}

function isCorrected(store: Store, body: string): boolean {
  const { evidence } = JSON.parse(body) as {
    readonly evidence: readonly { readonly kind: string; readonly id: string }[];
  };
  return evidence.some(
    ({ kind, id }) =>
      kind === 'scan' && store.corrections.of(Number(id)).some(({ undoneTime }) => undoneTime === undefined),
  );
}

/** How sure one finding is: a broken promise is a fact, a prediction as sure as the estimate says. */
export function surenessOf(
  kind: FindingKind,
  concerned: readonly Concerned[],
  record: (kind: FindingKind) => Sureness,
): Sureness {
  if (kind === 'late') return { basis: 'fact', share: 1, of: 1 };
  if (kind !== 'late-predicted') return record(kind);
  const shares = concerned.flatMap(({ lateProbability }) => lateProbability ?? []);
  return shares.length === 0 ? unmeasured : { basis: 'estimate', share: Math.max(...shares), of: 1 };
}

/** What is weighed by how sure a finding is; how likely an estimate says it is stands in the order already. */
export function sureOf({ basis, share }: Sureness): number | undefined {
  return basis === 'estimate' ? 1 : (share ?? undefined);
}
