import type { FindingDetailRow } from '#shared/contract/types.ts';

import { orderHref } from '#renderer/orders/order-links.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { formatCount } from '#renderer/text/format.ts';
import { shareWords } from '#renderer/text/order-notes.ts';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';

import styles from './DelaysScreen.module.css';

export interface ConcernedOrdersProps {
  readonly concerned: FindingDetailRow['concerned'];
  /** All open ones. */
  readonly orders: number;
  readonly timeZone: string;
}

/** Whose promises hang on it, the most urgent first. */
export function ConcernedOrders({ concerned, orders, timeZone }: ConcernedOrdersProps) {
  if (concerned.length === 0) return <p className={styles['quiet']}>{text.breaksNone}</p>;
  const isCut = orders > concerned.length;
  return (
    <Section
      title={text.breaks}
      actions={
        isCut && (
          <span className={styles['quiet']}>
            {text.breaksMore(formatCount(concerned.length), formatCount(orders))}
          </span>
        )
      }
    >
      <table className={styles['orders']}>
        <thead>
          <tr>
            <th scope="col">{text.order}</th>
            <th scope="col">{text.promised}</th>
            <th scope="col">{text.expected}</th>
            <th scope="col">{text.late}</th>
          </tr>
        </thead>
        <tbody>
          {concerned.map((order) => (
            <tr key={order.orderNumber}>
              <td>
                <a href={orderHref(order.orderNumber)}>{order.orderNumber}</a>
                <span className={styles['aside']}>{order.customerName}</span>
              </td>
              <td>
                {order.promisedUntil === undefined ? (
                  <span className={styles['quiet']}>{text.promise.none}</span>
                ) : (
                  <>
                    <Time at={order.promisedUntil} timeZone={timeZone} form="short" />
                    <span className={styles['aside']}>{text.promise[order.promise]}</span>
                  </>
                )}
              </td>
              <td>
                {order.expected === undefined ? (
                  '—'
                ) : (
                  <Time at={order.expected} timeZone={timeZone} form="short" />
                )}
              </td>
              <td>{order.lateProbability === undefined ? '—' : shareWords(order.lateProbability)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
