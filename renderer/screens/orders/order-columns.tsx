import type { OrderSummaryRow } from '#shared/contract/types.ts';
import { isFinal } from '#shared/domain/order-state.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { OrderAlertMark } from '#renderer/alerts/OrderAlertMark.tsx';
import { HeldMark } from '#renderer/orders/HeldMark.tsx';
import { LatenessMark } from '#renderer/orders/LatenessMark.tsx';
import { Moment } from '#renderer/orders/Moment.tsx';
import { type OrderFilter, orderHref } from '#renderer/orders/order-links.ts';
import { OrderStateMark } from '#renderer/orders/OrderStateMark.tsx';
import type { OrderPlaces } from '#renderer/orders/use-order-places.ts';
import { WhereMark } from '#renderer/orders/WhereMark.tsx';
import { intervalBeside } from '#renderer/text/day-words.ts';
import { formatCount } from '#renderer/text/format.ts';
import { ordersText } from '#renderer/text/orders.ts';
import type { Column } from '#renderer/ui/table-column.ts';
import styles from './order-columns.module.css';

const { columns: titles, tips } = ordersText;

/** What the list says of each order. */
export function orderColumns(places: OrderPlaces, filter: OrderFilter): readonly Column<OrderSummaryRow>[] {
  return [
    {
      id: 'order',
      title: titles.order,
      width: '10.25rem',
      cell: ({ orderNumber, heldFor = [] }) => (
        // One stop of the Tab key for the whole table: the arrow keys and Enter do the same as the link.
        <span className={styles['marked']}>
          <a
            className={styles['order']}
            href={orderHref(orderNumber, filter)}
            tabIndex={-1}
            data-order={orderNumber}
          >
            {orderNumber}
          </a>
          <OrderAlertMark orderNumber={orderNumber} />
          <HeldMark kinds={heldFor} isShort />
        </span>
      ),
    },
    {
      id: 'customer',
      title: titles.customer,
      width: 'minmax(5.5rem, 1fr)',
      cell: (row) => textOr(row.customerName),
    },
    {
      id: 'city',
      title: titles.city,
      width: 'minmax(5.5rem, 1fr)',
      cell: ({ city, postalCode }) => textOr([postalCode, city].filter(Boolean).join(' ')),
    },
    {
      id: 'state',
      title: titles.state,
      width: '8.5rem',
      cell: ({ state }) => <OrderStateMark state={state} />,
    },
    {
      id: 'where',
      title: titles.where,
      tip: tips.where,
      width: 'minmax(8.5rem, 1.4fr)',
      cell: (row) => <WhereMark location={row.location} places={places} isFinal={isFinal(row.state)} />,
    },
    {
      id: 'promised',
      title: titles.promised,
      width: '6.5rem',
      cell: ({ promisedUntil }) =>
        promisedUntil === undefined ? (
          <Aside text={ordersText.noPromise} />
        ) : (
          <Moment at={promisedUntil} timeZone={places.zoneOf(undefined)} />
        ),
    },
    {
      id: 'eta',
      title: titles.eta,
      tip: tips.eta,
      width: 'minmax(11rem, 1.4fr)',
      cell: ({ eta, state }) => {
        if (eta !== null) return <Expected eta={eta} timeZone={places.zoneOf(undefined)} />;
        return isFinal(state) ? null : <Aside text={ordersText.noEstimate} />;
      },
    },
    {
      id: 'lateness',
      title: titles.lateness,
      width: '10.25rem',
      cell: (row) => <LatenessMark order={row} />,
    },
    {
      id: 'parcels',
      title: titles.parcels,
      tip: tips.parcels,
      width: '3.25rem',
      align: 'end',
      cell: ({ parcels }) => <span>{formatCount(parcels)}</span>,
    },
  ];
}

function textOr(text: string | undefined) {
  return text === undefined || text === '' ? <Aside text="—" /> : <span>{text}</span>;
}

function Aside({ text }: { readonly text: string }) {
  return <span className={styles['aside']}>{text}</span>;
}

interface ExpectedProps {
  readonly eta: NonNullable<OrderSummaryRow['eta']>;
  readonly timeZone: string;
}

/** The likely instant, and the interval that 8 of 10 arrive in. */
function Expected({ eta, timeZone }: ExpectedProps) {
  const now = useNow(60_000);
  const { p10, p50, p90 } = eta;
  const words = intervalBeside(Date.parse(p10), Date.parse(p90), Date.parse(p50), { now, timeZone });
  return (
    <span className={styles['expected']}>
      <Moment at={p50} timeZone={timeZone} /> {/* What has no room is said by the tip. */}
      <span className={styles['aside']} data-tip={words}>
        {words}
      </span>
    </span>
  );
}
