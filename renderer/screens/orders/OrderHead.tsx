import { ChevronRight, Pencil } from 'lucide-react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { setParams, useLocationState } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { HeldMark } from '#renderer/orders/HeldMark.tsx';
import { LatenessMark } from '#renderer/orders/LatenessMark.tsx';
import { orderListHref } from '#renderer/orders/order-links.ts';
import { OrderForm } from '#renderer/orders/OrderForm.tsx';
import { OrderStateMark } from '#renderer/orders/OrderStateMark.tsx';
import { zoneWords } from '#renderer/text/day-words.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { orderFormText } from '#renderer/text/order-form.ts';
import type { PageTeller } from '#renderer/text/order-notes.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Age } from '#renderer/ui/Age.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { readListParams } from './list-params.ts';
import { newestFactOf, promisedOf } from './order-facts.ts';
import styles from './OrderHead.module.css';

export interface OrderHeadProps {
  readonly order: OrderBelievedRow;
  readonly teller: PageTeller;
}

function closeForm(): void {
  setParams({ edit: undefined });
}

/** Which order it is, how it stands and how old that is. */
export function OrderHead({ order, teller }: OrderHeadProps) {
  const { params } = useLocationState();
  const { filter } = readListParams(params);
  const mayCommand = useMayCommand();
  const newest = newestFactOf(order);

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
      {mayCommand && (
        <Button icon={Pencil} data-tip={orderFormText.editTip} onClick={() => setParams({ edit: '1' })}>
          {orderFormText.edit}
        </Button>
      )}
      {mayCommand && params['edit'] === '1' && (
        <OrderForm order={order} timeZone={teller.timeZone} onClose={closeForm} onSaved={closeForm} />
      )}
    </header>
  );
}
