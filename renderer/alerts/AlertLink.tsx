import { BellRing } from 'lucide-react';

import type { AlertRow } from '#shared/contract/types.ts';

import { alertsText } from '#renderer/text/alerts.ts';
import { formatCount } from '#renderer/text/format.ts';

import { isWaiting } from './alert-order.ts';
import styles from './alert-marks.module.css';

export interface AlertLinkProps {
  /** Open ones; with none there is nothing to see. */
  readonly alerts: readonly AlertRow[];
  /** Where they are listed. */
  readonly href: string;
  /** Only the number, where there is little room. */
  readonly isShort?: boolean;
}

/** How many open alerts something has, as a link to them; stronger while nobody has acknowledged one. */
export function AlertLink({ alerts, href, isShort = false }: AlertLinkProps) {
  if (alerts.length === 0) return null;
  const words = alertsText.openOf(formatCount(alerts.length));
  const messages = alerts.slice(0, 5).map((alert) => alert.message);
  return (
    <a
      className={styles['link']}
      href={href}
      // In a list the arrow keys and Enter are the way; the link is for the mouse.
      tabIndex={isShort ? -1 : undefined}
      onClick={(event) => event.stopPropagation()}
      data-waiting={alerts.some(isWaiting)}
      data-tip={[...(isShort ? [words] : []), ...messages].join('\n')}
    >
      <BellRing size={12} aria-hidden />
      <span aria-hidden={isShort || undefined}>{isShort ? formatCount(alerts.length) : words}</span>
      {isShort && <span className="visually-hidden">{words}</span>}
    </a>
  );
}
