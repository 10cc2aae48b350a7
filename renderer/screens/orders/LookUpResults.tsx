import { SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';

import type { OrderMatchRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { LatenessMark } from '#renderer/orders/LatenessMark.tsx';
import { OrderStateMark } from '#renderer/orders/OrderStateMark.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { WhereMark } from '#renderer/orders/WhereMark.tsx';
import { formatCount } from '#renderer/text/format.ts';
import { matchedOnText, ordersText } from '#renderer/text/orders.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import styles from './LookUpResults.module.css';
import { resultId, resultsId } from './result-ids.ts';
import { isGuess, type LookUp, shownMatches } from './use-look-up.ts';

export interface LookUpResultsProps {
  readonly typed: string;
  readonly lookUp: LookUp;
  readonly places: OrderPlaces;
}

/** What was found, best first, each with what it was found by. */
export function LookUpResults({ typed, lookUp, places }: LookUpResultsProps) {
  const { matches, isBehind, error, active } = lookUp;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children.item(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  if (error !== undefined && isBehind) {
    return <ErrorState title={ordersText.searchFailed} error={error} onRetry={lookUp.refresh} />;
  }
  return (
    <div className={styles['results']}>
      <p className={styles['status']} role="status">
        {statusWords(lookUp)}
      </p>
      <div
        ref={list}
        id={resultsId}
        className={styles['list']}
        role="listbox"
        aria-label={ordersText.results}
        aria-busy={isBehind}
        data-behind={isBehind || undefined}
      >
        {matches?.map((match, index) => (
          <Match
            key={match.orderNumber}
            id={resultId(index)}
            match={match}
            places={places}
            isActive={index === active}
            onOpen={() => lookUp.open(match)}
          />
        ))}
      </div>
      {matches?.length === 0 && !isBehind && (
        <EmptyState icon={SearchX} title={ordersText.noneFound(typed.trim())}>
          {ordersText.noneFoundHint}
        </EmptyState>
      )}
    </div>
  );
}

function statusWords({ matches, isBehind }: LookUp): string {
  if (isBehind || matches === undefined) return ordersText.searching;
  if (matches.length === 0) return '';
  if (matches.every(isGuess)) return ordersText.didYouMean;
  const count = formatCount(matches.length);
  return matches.length < shownMatches ? ordersText.found(count) : ordersText.foundMore(count);
}

/** What it was found by: `order number is exactly …`, `name …, e-mail …`, `did you mean … (order number)`. */
function becauseWords(match: OrderMatchRow): string {
  const field = matchedOnText[match.matchedOn] ?? match.matchedOn;
  if (isGuess(match)) return `${match.because} (${field})`;
  const names = `${match.matchedOn} `;
  const rest = match.because.startsWith(names) ? match.because.slice(names.length) : match.because;
  return `${field} ${rest}`;
}

interface MatchProps {
  readonly id: string;
  readonly match: OrderMatchRow;
  readonly places: OrderPlaces;
  readonly isActive: boolean;
  readonly onOpen: () => void;
}

function Match({ id, match, places, isActive, onOpen }: MatchProps) {
  const to = [match.postalCode, match.city].filter((part) => part !== undefined).join(' ');
  return (
    // The keyboard is in the box above, which names the active option; the pointer opens any.
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={classNames(styles['match'], isActive && styles['active'])}
      data-order={match.orderNumber}
      onClick={onOpen}
    >
      <span className={styles['order']}>{match.orderNumber}</span>
      <span className={styles['who']}>{[match.customerName, to].filter(Boolean).join(' · ')}</span>
      <OrderStateMark state={match.state} />
      <WhereMark location={match.location} places={places} isFinal={isFinal(match.state)} />
      <LatenessMark order={match} />
      <span className={styles['because']} data-guess={isGuess(match) || undefined}>
        {becauseWords(match)}
      </span>
    </div>
  );
}
