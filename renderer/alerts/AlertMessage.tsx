import type { AlertRow } from '#shared/contract/types.ts';

import { messageWords } from './message-words.ts';
import { useAlertZone } from './use-alert-zone.ts';

export interface AlertMessageProps {
  readonly alert: AlertRow;
  readonly className?: string | undefined;
}

/** What an alert says, in one line; the whole of it when pointed at. */
export function AlertMessage({ alert, className }: AlertMessageProps) {
  const words = messageWords(alert.message, useAlertZone(alert));
  return (
    <span className={className} data-tip={words} data-alert={alert.alertId}>
      {words}
    </span>
  );
}
