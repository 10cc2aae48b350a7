import { FileUp, PackageOpen, ShieldCheck } from 'lucide-react';

import type { OrderOverviewRow, OrderSummaryRow } from '#shared/contract/types.ts';

import { useNow } from '#renderer/data/use-now.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { orderHref } from '#renderer/orders/order-links.ts';
import { type OrderPlaces, useOrderPlaces } from '#renderer/orders/use-order-places.ts';
import { WhereMark } from '#renderer/orders/WhereMark.tsx';
import { formatCount } from '#renderer/text/format.ts';
import { reasonLine, worstFirst } from '#renderer/text/order-reasons.ts';
import { importText, latenessText } from '#renderer/text/orders.ts';
import { overviewText as text } from '#renderer/text/overview.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import styles from './AttentionBlock.module.css';

export interface AttentionBlockProps {
  readonly overview: OrderOverviewRow | undefined;
  readonly hasOrders: boolean;
  /** Absent for those who may only look. */
  readonly onImport: (() => void) | undefined;
}

/** The orders that need somebody, worst first, each with its reason in one line. */
export function AttentionBlock({ overview, hasOrders, onImport }: AttentionBlockProps) {
  const places = useOrderPlaces();
  const rows = overview === undefined ? [] : worstFirst(overview.attention);
  const isCut = overview !== undefined && rows.length < overview.late + overview.atRisk;
  return (
    <Block
      title={text.attention}
      summary={isCut ? text.attentionMore(formatCount(rows.length)) : text.attentionSummary}
      isFlush
    >
      {overview === undefined && (
        <div className={styles['waiting']}>
          <Skeleton width={60} />
        </div>
      )}
      {overview !== undefined && rows.length === 0 && (
        <NothingToDo hasOrders={hasOrders} onImport={onImport} />
      )}
      <ol>
        {rows.map((row) => (
          <li key={row.orderNumber}>
            <Line row={row} places={places} />
          </li>
        ))}
      </ol>
    </Block>
  );
}

function NothingToDo({ hasOrders, onImport }: Omit<AttentionBlockProps, 'overview'>) {
  if (hasOrders) {
    return (
      <EmptyState icon={ShieldCheck} title={text.calmTitle}>
        {text.calmText}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={PackageOpen}
      title={text.noOrdersTitle}
      action={
        onImport !== undefined && (
          <Button icon={FileUp} onClick={onImport}>
            {importText.open}
          </Button>
        )
      }
    >
      {text.noOrdersText}
    </EmptyState>
  );
}

function Line({ row, places }: { readonly row: OrderSummaryRow; readonly places: OrderPlaces }) {
  const now = useNow(30_000);
  const to = [row.customerName, row.city].filter((part) => part !== undefined).join(', ');
  return (
    <a className={styles['line']} href={orderHref(row.orderNumber)} data-order={row.orderNumber}>
      <span className={styles['lateness']}>
        <StatusDot tone={row.lateness === 'late' ? 'bad' : 'warn'} label={latenessText[row.lateness]} />
      </span>
      <span className={styles['order']}>{row.orderNumber}</span>
      <span className={styles['to']}>{to}</span>
      <span className={styles['reason']}>{reasonLine(row, { now, timeZone: places.zoneOf(undefined) })}</span>
      <span className={styles['where']}>
        <WhereMark location={row.location} places={places} isFinal={false} />
      </span>
    </a>
  );
}
