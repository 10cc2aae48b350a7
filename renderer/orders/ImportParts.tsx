import { Download } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';

import { saveText } from '#renderer/charts/save-text.ts';
import { formatCount } from '#renderer/text/format.ts';
import { importText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';

import { rejectionReasons } from './csv-file.ts';
import styles from './ImportParts.module.css';

/** The files that imports take. */
export const csvFiles = '.csv,.txt,.tsv,text/csv,text/plain';

/** The steps of an import, one below the other, told as they change. */
export function ImportSteps({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles['steps']} aria-live="polite">
      {children}
    </div>
  );
}

/** Why a file cannot be taken. */
export function ImportProblem({ children }: { readonly children: ReactNode }) {
  return <p className={styles['problem']}>{children}</p>;
}

/** An import came to nothing. */
export function ImportFailure({ error }: { readonly error: Error }) {
  return (
    <p className={styles['problem']} role="alert">
      <strong>{importText.failed}.</strong> {error.message}
    </p>
  );
}

export interface RejectionReasonsProps {
  readonly rejectedCsv: string;
  readonly atMost: number;
}

/** Why lines were rejected, the most frequent reason first. */
export function RejectionReasons({ rejectedCsv, atMost }: RejectionReasonsProps) {
  const reasons = useMemo(() => rejectionReasons(rejectedCsv), [rejectedCsv]);
  const rest = reasons.length - atMost;
  return (
    <ul className={styles['reasons']} aria-label={importText.reasons}>
      {reasons.slice(0, atMost).map(({ reason, lines, hasOthers }) => (
        <li key={reason}>
          <span className={styles['quiet']}>
            {importText.rows(formatCount(lines))}
            {hasOthers && importText.suchAs}
          </span>{' '}
          {reason}
        </li>
      ))}
      {rest > 0 && <li className={styles['quiet']}>{importText.moreReasons(formatCount(rest))}</li>}
    </ul>
  );
}

/** Saves the rejected lines of a file beside it. */
export function SaveRejected({ name, rejectedCsv }: { readonly name: string; readonly rejectedCsv: string }) {
  return (
    <Button
      icon={Download}
      onClick={() => saveText(`${name.replace(/\.[^.]*$/, '')}-rejected.csv`, rejectedCsv)}
    >
      {importText.download}
    </Button>
  );
}
