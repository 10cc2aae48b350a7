import { Search, X } from 'lucide-react';
import { useRef } from 'react';

import { IconButton } from './IconButton.tsx';
import { Input } from './Input.tsx';
import styles from './SearchInput.module.css';

export interface SearchInputProps {
  /** Names the input: "Filter devices". Also the placeholder. */
  readonly label: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Names the button that empties it. */
  readonly clearLabel: string;
}

/** A filter box; Escape empties it, `/` anywhere on the page goes to it. */
export function SearchInput({ label, value, onValueChange, clearLabel }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles['search']} role="search">
      <Search size={14} aria-hidden className={styles['icon']} />
      <Input
        ref={input}
        aria-label={label}
        placeholder={label}
        value={value}
        onValueChange={onValueChange}
        className={styles['input'] ?? ''}
        data-page-search
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') input.current?.blur();
          else onValueChange('');
          event.preventDefault();
        }}
      />
      {value !== '' && (
        <span className={styles['clear']}>
          <IconButton
            icon={X}
            size="sm"
            label={clearLabel}
            onClick={() => {
              onValueChange('');
              input.current?.focus();
            }}
          />
        </span>
      )}
    </div>
  );
}
