import { formatCount } from '#renderer/text/format.ts';
import { stationText } from '#renderer/text/scan-station.ts';
import { stepLabel } from '#renderer/text/scans.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { classNames } from '#renderer/ui/class-names.ts';

import { tellOf } from './mood.ts';
import type { QueuedScan } from './scan-queue.ts';
import styles from './ScanStationScreen.module.css';

/** What was scanned here, newest first, with what was said of it. */
export function LastScans({ scans }: { readonly scans: readonly QueuedScan[] }) {
  return (
    <section className={styles['last']} aria-label={stationText.last}>
      <h2 className={styles['heading']}>
        {stationText.last} <span>{scans.length === 0 ? stationText.none : formatCount(scans.length)}</span>
      </h2>
      {/* Scrolled with the keyboard too. */}
      <ol
        className={styles['scans']}
        tabIndex={scans.length === 0 ? undefined : 0}
        aria-label={stationText.last}
      >
        {scans.map((each) => {
          const { icon: Icon, mood, title } = tellOf(each);
          return (
            <li key={`${each.scan.boot} ${each.scan.seq}`} className={styles['scan']}>
              <Icon aria-hidden size={18} className={classNames(styles['mark'], styles[`${mood}Mark`])} />
              <span className={styles['verdictWord']}>{title}</span>
              <span className={styles['codeText']}>{each.scan.codes.join(', ')}</span>
              <span className={styles['step']}>
                {each.scan.bizStep === undefined ? '' : stepLabel(each.scan.bizStep)}
              </span>
              <Age at={Date.parse(each.scan.time)} ago />
            </li>
          );
        })}
      </ol>
    </section>
  );
}
