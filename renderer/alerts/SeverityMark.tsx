import type { Severity } from '#shared/domain/alert.ts';

import { severityText } from '#renderer/text/alerts.ts';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

import styles from './alert-marks.module.css';

const tones: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'warn',
  medium: 'info',
  low: 'quiet',
};

/** How bad it is, as shape, colour and word. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <span className={severity === 'critical' ? styles['critical'] : undefined}>
      <StatusDot tone={tones[severity]} label={severityText[severity]} />
    </span>
  );
}
