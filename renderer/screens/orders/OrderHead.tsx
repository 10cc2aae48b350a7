import { ChevronRight, ClipboardCopy } from 'lucide-react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { useLocationState } from '#renderer/data/location-state.ts';
import { HeldMark } from '#renderer/orders/HeldMark.tsx';
import { LatenessMark } from '#renderer/orders/LatenessMark.tsx';
import { orderListHref } from '#renderer/orders/order-links.ts';
import { OrderStateMark } from '#renderer/orders/OrderStateMark.tsx';
import { commonText } from '#renderer/text/common.ts';
import { zoneWords } from '#renderer/text/day-words.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { orderReport, type OrderTeller } from '#renderer/text/order-sentence.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';
import { CustomerLink } from './CustomerLink.tsx';
import { readListParams } from './list-params.ts';
import { newestFactOf, promisedOf } from './order-facts.ts';
import styles from './OrderHead.module.css';

export interface OrderHeadProps {
  readonly order: OrderBelievedRow;
  readonly teller: OrderTeller;
}

/** Which order it is, how it stands, how old that is, and the answer to copy. */
export function OrderHead({ order, teller }: OrderHeadProps) {
  const { filter } = readListParams(useLocationState().params);
  const toast = useToast();
  const newest = newestFactOf(order);

  async function copyReport(): Promise<void> {
    try {
      await navigator.clipboard.writeText(orderReport(order, teller));
      toast.show({ tone: 'ok', title: commonText.copied });
    } catch {
      toast.show({ tone: 'bad', title: commonText.copyFailed });
    }
  }

  return (
    <header className={styles['head']}>
      <nav className={styles['crumbs']} aria-label={text.back}>
        <a href={orderListHref(filter)} data-tip={text.backTip}>
          {text.back}
        </a>
        <ChevronRight size={14} aria-hidden />
      </nav>
      <h1 className={styles['number']}>{order.orderNumber}</h1>
      <CopyButton text={order.orderNumber} label={text.copyNumber} />
      <span className={styles['marks']}>
        <OrderStateMark state={order.state} />
        <LatenessMark order={promisedOf(order)} now={teller.now} />
        <HeldMark kinds={order.holds.map(({ kind }) => kind)} />
      </span>
      <span className={styles['age']}>
        {newest === undefined ? (
          text.noFact
        ) : (
          <>
            {text.newestFact} <Age at={newest} ago />
          </>
        )}
        <span className={styles['zone']}> · {text.zone(zoneWords(teller))}</span>
      </span>
      <CustomerLink orderNumber={order.orderNumber} timeZone={teller.timeZone} />
      <Button icon={ClipboardCopy} onClick={() => void copyReport()} data-tip={text.copyReportTip}>
        {text.copyReport}
      </Button>
    </header>
  );
}
