import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';

import { setParams } from '#renderer/data/location-state.ts';
import { ordersText } from '#renderer/text/orders.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { KeyHint } from '#renderer/ui/KeyHint.tsx';
import styles from './LookUpBox.module.css';
import { resultId, resultsId } from './result-ids.ts';
import type { LookUp } from './use-look-up.ts';

export interface LookUpBoxProps {
  readonly typed: string;
  readonly lookUp: LookUp;
}

function type(q: string): void {
  setParams({ q }, { replace: true });
}

/** The box for whatever a caller can name; arrows move among what is found, Enter opens, Escape empties it. */
export function LookUpBox({ typed, lookUp }: LookUpBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  // People come here to look something up: typing may begin at once.
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const count = lookUp.matches?.length ?? 0;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (typed === '') input.current?.blur();
      else type('');
    } else if (event.key === 'ArrowDown' && count > 0) lookUp.moveTo(Math.min(count - 1, lookUp.active + 1));
    else if (event.key === 'ArrowUp' && count > 0) lookUp.moveTo(Math.max(0, lookUp.active - 1));
    else if (event.key === 'Enter' && typed.trim() !== '') lookUp.openActive();
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles['row']} role="search">
      <div className={styles['box']}>
        <Search size={16} aria-hidden className={styles['icon']} />
        <Input
          ref={input}
          className={styles['input'] ?? ''}
          aria-label={ordersText.lookUp}
          placeholder={ordersText.lookUp}
          value={typed}
          maxLength={300}
          onValueChange={type}
          onKeyDown={onKeyDown}
          data-page-search
          role="combobox"
          aria-expanded={count > 0}
          aria-controls={resultsId}
          aria-autocomplete="list"
          aria-activedescendant={count > 0 && lookUp.active >= 0 ? resultId(lookUp.active) : undefined}
        />
        {typed === '' ? (
          <span className={styles['hint']}>
            <KeyHint keys={['/']} />
          </span>
        ) : (
          <span className={styles['clear']}>
            <IconButton
              icon={X}
              size="sm"
              label={ordersText.clearLookUp}
              onClick={() => {
                type('');
                input.current?.focus();
              }}
            />
          </span>
        )}
      </div>
      {typed.trim() !== '' && lookUp.active >= 0 && count > 0 && (
        <span className={styles['enter']}>
          <KeyHint keys={['↵']} /> {ordersText.enterOpens}
        </span>
      )}
    </div>
  );
}
