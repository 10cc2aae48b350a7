import { FileUp, type LucideIcon, Play, RadioTower } from 'lucide-react';
import type { ReactNode } from 'react';

import { hrefOf } from '#renderer/data/location-state.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { importText } from '#renderer/text/orders.ts';
import { overviewText } from '#renderer/text/overview.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './FirstRun.module.css';

const { firstRun: text } = overviewText;

export interface FirstRunProps {
  /** Absent for those who may only look. */
  readonly onImport: (() => void) | undefined;
}

/** Three ways to begin, with the real addresses of this engine. */
export function FirstRun({ onImport }: FirstRunProps) {
  const info = useQuery('engine.info', {});
  return (
    <div className={styles['page']}>
      <h2 className={styles['title']}>{text.title}</h2>
      <p className={styles['text']}>{text.text}</p>
      <ul className={styles['ways']}>
        <Way icon={Play} title={text.demoTitle} words={text.demoText}>
          <CodeBlock text="npm run demo" label={text.demoCommand} />
        </Way>
        <Way
          icon={RadioTower}
          title={text.connectTitle}
          words={
            <>
              {text.connectText} <code className={styles['flag']}>{text.connectFlag}</code>
            </>
          }
        >
          {info.data === undefined ? (
            <Skeleton width={24} />
          ) : (
            <CodeBlock text={info.data.brokerUrl} label={text.connectAddress} />
          )}
          <a href={hrefOf('/settings', { section: 'broker' })}>{text.connectMore}</a>
        </Way>
        <Way icon={FileUp} title={text.importTitle} words={text.importText}>
          {onImport !== undefined && (
            <Button variant="primary" icon={FileUp} onClick={onImport}>
              {importText.open}
            </Button>
          )}
          <p>{text.importMore}</p>
        </Way>
      </ul>
    </div>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly words: ReactNode;
  readonly children: ReactNode;
}

function Way({ icon: Icon, title, words, children }: WayProps) {
  return (
    <li className={styles['way']}>
      <h3 className={styles['wayTitle']}>
        <Icon size={16} aria-hidden /> {title}
      </h3>
      <p>{words}</p>
      <div className={styles['wayBody']}>{children}</div>
    </li>
  );
}
