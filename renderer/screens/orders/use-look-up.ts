import { useEffect, useEffectEvent, useState } from 'react';

import type { OrderMatchRow } from '#shared/contract/types.ts';
import type { ContractError } from '#shared/result.ts';

import { useQuery } from '#renderer/data/use-query.ts';

/** How many orders a look-up shows. */
export const shownMatches = 25;

const debounceMs = 120;
const longest = 300;

export interface LookUp {
  /** What the newest answer found; stays while the next is awaited. */
  readonly matches: readonly OrderMatchRow[] | undefined;
  /** True while what is shown does not answer what is typed. */
  readonly isBehind: boolean;
  readonly error: ContractError | undefined;
  /** The match that Enter opens; −1: none, because all of them are guesses. */
  readonly active: number;
  readonly moveTo: (index: number) => void;
  readonly open: (match: OrderMatchRow) => void;
  /** Enter: opens the active match, or the best one as soon as the answer to what is typed is there. */
  readonly openActive: () => void;
  readonly refresh: () => void;
}

interface Settled {
  readonly text: string;
  readonly matches: readonly OrderMatchRow[];
}

/** Looks orders up as somebody types. */
export function useLookUp(typed: string, onOpen: (orderNumber: string) => void): LookUp {
  const text = typed.trim().slice(0, longest);
  const asked = useDebounced(text, debounceMs);
  const query = useQuery('orders.search', asked === '' ? undefined : { q: asked, limit: shownMatches });
  const [settled, setSettled] = useState<Settled>();
  const [chosen, setChosen] = useState<{ readonly text: string; readonly index: number }>();
  /** Enter came before the answer, as from a barcode scanner. */
  const [isWaiting, setWaiting] = useState<string>();
  const items = query.data?.items;
  if (items !== undefined && settled?.matches !== items) setSettled({ text: asked, matches: items });
  const isBehind = settled?.text !== text;
  const matches = text === '' ? undefined : settled?.matches;
  const active = chosen?.text === text ? chosen.index : firstToOpen(matches);

  // Another text than the one Enter was pressed for: whoever typed on wants something else.
  if (isWaiting !== undefined && isWaiting !== text) setWaiting(undefined);
  const opensBest = isWaiting === text && !isBehind;
  const openBest = useEffectEvent(() => {
    const best = matches?.[firstToOpen(matches)];
    if (best !== undefined) onOpen(best.orderNumber);
  });
  useEffect(() => {
    if (opensBest) openBest();
  }, [opensBest]);

  return {
    matches,
    isBehind,
    error: query.error,
    active,
    moveTo: (index) => setChosen({ text, index }),
    open: (match) => onOpen(match.orderNumber),
    openActive: () => {
      const match = matches?.[active];
      if (isBehind) setWaiting(text);
      else if (match !== undefined) onOpen(match.orderNumber);
      // A guess is first pointed out; the next Enter opens it.
      else if (matches !== undefined && matches.length > 0) setChosen({ text, index: 0 });
    },
    refresh: query.refresh,
  };
}

/** True for an order that was not asked for by any of its names, only nearly. */
export function isGuess({ because }: Pick<OrderMatchRow, 'because'>): boolean {
  return /^did you mean/i.test(because);
}

/** The best match; a guess is offered and never opened by itself. */
function firstToOpen(matches: readonly OrderMatchRow[] | undefined): number {
  const [first] = matches ?? [];
  return first === undefined || isGuess(first) ? -1 : 0;
}

function useDebounced(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return undefined;
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [settled, value, ms]);
  return settled;
}
