import { hrefOf } from '#renderer/data/location-state.ts';
import { verdictText } from '#renderer/text/orders.ts';
import { scansText } from '#renderer/text/scans.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { ScanEventRow } from '#shared/contract/types.ts';

import styles from './ScansScreen.module.css';
import { verdictTone } from './verdict-tone.ts';

/** The codes of a scan with what each was told. */
export function CodeList({ row }: { readonly row: ScanEventRow }) {
  return (
    <ul>
      {row.codes.map((code, index) => {
        const told = row.verdicts?.[index];
        return (
          <li key={`${index} ${code}`} className={styles['codeRow']}>
            <span className={styles['inline']}>
              <a href={hrefOf('/scans', { code })} data-tip={scansText.panel.scansOf(code)}>
                {code}
              </a>
              <CopyButton text={code} label={scansText.panel.copyCode(code)} />
            </span>
            {told !== undefined && (
              <span className={styles['told']}>
                <StatusDot tone={verdictTone[told.verdict]} label={verdictText[told.verdict].label} />
                <span className={styles['quiet']}>{told.message}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
