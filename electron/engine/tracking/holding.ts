import type { HoldKind } from '#shared/domain/hold.ts';
import type { Hold } from '#shared/contract/holds.ts';
import { toIso } from '#shared/domain/time.ts';
import type { z } from 'zod';

import { compact } from '../live/rows.ts';
import type { HoldRow, HoldStore } from '../store/holds.ts';

/** True while a hold stands, at an instant of event time. */
export function isHeldAt({ placedTime, liftedTime }: HoldRow, at: number): boolean {
  return placedTime <= at && (liftedTime === undefined || at < liftedTime);
}

/** The holds on any of these codes that stand at any of these instants, in the order they were placed. */
export function holdsOn(holds: HoldStore, codes: Iterable<string>, instants: readonly number[]): HoldRow[] {
  const found = new Map<number, HoldRow>();
  for (const code of codes) {
    for (const hold of holds.of(code))
      if (instants.some((at) => isHeldAt(hold, at))) found.set(hold.key, hold);
  }
  return [...found.values()].sort((a, b) => a.key - b.key);
}

const whatToDo: Readonly<Record<HoldKind, string>> = {
  quality: 'Put it aside and ask quality assurance.',
  address: 'Do not send it out; its address is being checked.',
  customs: 'Leave it in the customs area.',
  other: 'Put it aside and ask dispatch.',
};

/** Why something is held and what to do, in plain words; the hold's note stays in the office. */
export function heldWords({ subjectType, subjectId, kind }: HoldRow, code: string): string {
  const what = subjectType === 'parcel' ? code : `${code} (its ${subjectType} ${subjectId})`;
  const why = kind === 'other' ? '' : ` for ${kind === 'address' ? 'an address check' : kind}`;
  return `${what} is on hold${why}. ${whatToDo[kind]}`;
}

/** A hold as the contract shows it. */
export function holdView(hold: HoldRow): z.output<typeof Hold> {
  return compact({
    holdId: String(hold.key),
    subject: { type: hold.subjectType, id: hold.subjectId },
    kind: hold.kind,
    note: hold.note,
    placedTime: toIso(hold.placedTime),
    who: hold.placedBy,
    liftedTime: hold.liftedTime === undefined ? undefined : toIso(hold.liftedTime),
    liftedBy: hold.liftedBy,
    liftNote: hold.liftNote,
  });
}

/** How many holds may stand before lists stop to name them. */
const listedHolds = 1000;

/** Kinds of the standing holds by order, for the lines of a list; few orders are held. */
export function heldOrders(
  { holds }: { readonly holds: HoldStore },
  ordersOf: (codes: readonly string[]) => Iterable<number>,
  numberOf: (orderKey: number) => string | undefined,
): ReadonlyMap<string, HoldKind[]> {
  const held = new Map<string, HoldKind[]>();
  for (const { code, kind } of holds.list({ standing: true, limit: listedHolds })) {
    for (const key of ordersOf([code])) {
      const number = numberOf(key);
      if (number === undefined) continue;
      const kinds = held.get(number) ?? [];
      held.set(number, kinds.includes(kind) ? kinds : [...kinds, kind].sort());
    }
  }
  return held;
}
