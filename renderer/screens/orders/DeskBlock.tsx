import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

import { useMayCommand } from '#renderer/data/use-presence.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './blocks.module.css';

/** How often others' work on it is looked for. */
export const deskRefreshMs = 10_000;

export interface DeskLine {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  readonly state: ReactNode;
  readonly words: string;
  readonly aside?: ReactNode;
}

export interface DeskBlockProps {
  readonly title: string;
  readonly none: string;
  readonly lines: readonly DeskLine[];
  readonly icon: LucideIcon;
  readonly add: string;
  readonly addTip: string;
  readonly onAdd: () => void;
  /** The dialog another one is entered in, while it is open. */
  readonly children: ReactNode;
}

/** What the desk has on an order, each a link, and a way to enter another. */
export function DeskBlock({ title, none, lines, icon, add, addTip, onAdd, children }: DeskBlockProps) {
  const mayCommand = useMayCommand();
  return (
    <Block
      title={title}
      actions={
        mayCommand && (
          <Button size="sm" icon={icon} data-tip={addTip} onClick={onAdd}>
            {add}
          </Button>
        )
      }
    >
      {lines.length === 0 && <p className={styles['quiet']}>{none}</p>}
      <ul>
        {lines.map(({ id, href, label, state, words, aside }) => (
          <li key={id} className={styles['hold']}>
            <a href={href}>{label}</a>
            {state}
            <span className={styles['holdNote']}>{words}</span>
            {aside}
          </li>
        ))}
      </ul>
      {children}
    </Block>
  );
}
