import { qualityText } from '#renderer/text/quality.ts';
import { scansText } from '#renderer/text/scans.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import type { QualityFlag } from '#shared/domain/quality.ts';

import styles from './ScansScreen.module.css';

/** Quality flags in plain words, or that there are none. */
export function FlagList({ flags }: { readonly flags: readonly QualityFlag[] }) {
  if (flags.length === 0) return <p className={styles['quiet']}>{scansText.panel.good}</p>;
  return (
    <ul className={styles['flags']}>
      {flags.map((flag) => (
        <li key={flag} className={styles['flag']}>
          <Badge tone={qualityText[flag].tone}>{qualityText[flag].label}</Badge>
          <span>{qualityText[flag].meaning}</span>
        </li>
      ))}
    </ul>
  );
}
