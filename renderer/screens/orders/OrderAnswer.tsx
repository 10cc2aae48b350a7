import { TriangleAlert } from 'lucide-react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { alertHref } from '#renderer/alerts/alert-links.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { orderSentence, type OrderTeller } from '#renderer/text/order-sentence.ts';
import styles from './OrderAnswer.module.css';

export interface OrderAnswerProps {
  readonly order: OrderBelievedRow;
  readonly teller: OrderTeller;
}

/** What to tell the caller. */
export function OrderAnswer({ order, teller }: OrderAnswerProps) {
  const { headline, notes } = orderSentence(order, teller);
  const isBad = order.lateness === 'late' || order.lateness === 'delivered-late';
  return (
    <section
      className={styles['answer']}
      data-tone={isBad ? 'bad' : order.lateness === 'at-risk' ? 'warn' : 'none'}
    >
      <p className={styles['headline']} data-answer>
        {headline}
      </p>
      {notes.length > 0 && (
        <ul className={styles['notes']}>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {order.alerts.length > 0 && (
        <ul className={styles['alerts']} aria-label={text.alerts}>
          {order.alerts.map((alert) => (
            <li key={alert.alertId}>
              <TriangleAlert size={14} aria-hidden />{' '}
              <a href={alertHref({ alertId: alert.alertId })}>{alert.message}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
