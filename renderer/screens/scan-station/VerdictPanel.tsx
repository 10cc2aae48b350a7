import { ScanLine } from 'lucide-react';

import { stationText } from '#renderer/text/scan-station.ts';
import { classNames } from '#renderer/ui/class-names.ts';

import { tellOf } from './mood.ts';
import type { QueuedScan } from './scan-queue.ts';
import styles from './ScanStationScreen.module.css';

export interface VerdictPanelProps {
  readonly newest: QueuedScan | undefined;
  readonly hasSite: boolean;
  readonly mayCommand: boolean;
}

/** The verdict of the newest scan, to be read from two metres: colour, shape and words. */
export function VerdictPanel({ newest, hasSite, mayCommand }: VerdictPanelProps) {
  if (newest === undefined) {
    const [title, text] = hasSite
      ? [stationText.ready, stationText.readyText]
      : [stationText.chooseFirst, stationText.chooseFirstText];
    return (
      <section className={classNames(styles['verdict'], styles['idle'])} aria-live="assertive">
        <ScanLine aria-hidden className={styles['icon']} />
        <div>
          <h2 className={styles['word']}>{title}</h2>
          <p className={styles['message']}>{mayCommand ? text : stationText.viewer}</p>
        </div>
      </section>
    );
  }
  const { mood, icon: Icon, title, message } = tellOf(newest);
  return (
    <section className={classNames(styles['verdict'], styles[mood])} data-mood={mood} aria-live="assertive">
      <Icon aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <h2 className={styles['word']}>{title}</h2>
        <p className={styles['scanned']}>{newest.scan.codes.join(', ')}</p>
        <p className={styles['message']}>{message}</p>
      </div>
    </section>
  );
}
