import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

import styles from './Tabs.module.css';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** The screen's name, in front of its tabs: one row instead of two. */
  readonly title?: string;
  /** Names the list of tabs. */
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
}

/** Views of one thing, one shown at a time; fills the height it is given. */
export function Tabs<Value extends string>({ title, label, value, onValueChange, tabs }: TabsProps<Value>) {
  return (
    <BaseTabs.Root
      className={styles['tabs']}
      value={value}
      onValueChange={(next: Value) => onValueChange(next)}
    >
      <div className={styles['bar']}>
        {title !== undefined && <h1 className={styles['title']}>{title}</h1>}
        <BaseTabs.List className={styles['list']} aria-label={label} activateOnFocus>
          {tabs.map((tab) => (
            <BaseTabs.Tab key={tab.value} value={tab.value} className={styles['tab']}>
              {tab.label}
            </BaseTabs.Tab>
          ))}
        </BaseTabs.List>
      </div>
      {tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className={styles['panel']}>
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
