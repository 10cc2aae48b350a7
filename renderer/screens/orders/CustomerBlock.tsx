import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { Block } from '#renderer/orders/Block.tsx';
import { formatNumber } from '#renderer/text/format.ts';
import { orderPageText as text } from '#renderer/text/order-page.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import styles from './blocks.module.css';

export interface CustomerBlockProps {
  readonly order: OrderBelievedRow;
  readonly timeZone: string;
}

/** Who waits for it, where, and what it is. */
export function CustomerBlock({ order, timeZone }: CustomerBlockProps) {
  const { customer, channel, placedTime, serviceLevel } = order;
  const address = addressOf(order);
  const facts: readonly Fact[] = [
    ...fact(text.name, customer.name),
    ...fact(text.email, customer.email),
    ...fact(text.phone, customer.phone),
    ...(address === ''
      ? []
      : [{ label: text.shipTo, value: <Copied value={address} label={text.copyAddress} /> }]),
    ...(placedTime === undefined
      ? []
      : [{ label: text.placed, value: <Time at={placedTime} timeZone={timeZone} withAge /> }]),
    ...(channel === undefined ? [] : [{ label: text.channel, value: channel }]),
    ...(serviceLevel === undefined ? [] : [{ label: text.service, value: serviceLevel }]),
  ];
  return (
    <Block title={text.customer}>
      {facts.length === 0 ? <p className={styles['quiet']}>{text.noCustomer}</p> : <Facts items={facts} />}
      <h3 className={styles['subhead']}>{text.items}</h3>
      <ItemList items={order.items} />
    </Block>
  );
}

function fact(label: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ label, value: <Copied value={value} label={label} /> }];
}

function Copied({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <span className={styles['withButton']}>
      {value}
      <CopyButton text={value} label={label} />
    </span>
  );
}

function addressOf({ shipTo, customer }: OrderBelievedRow): string {
  const name = shipTo.name === customer.name ? undefined : shipTo.name;
  const town = [shipTo.postalCode, shipTo.city].filter((part) => part !== undefined).join(' ');
  return [name, shipTo.street, town, shipTo.region, shipTo.country]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

function ItemList({ items }: Pick<OrderBelievedRow, 'items'>) {
  if (items.length === 0) return <p className={styles['quiet']}>{text.noItems}</p>;
  return (
    <ul className={styles['items']}>
      {items.map((item, index) => (
        <li key={`${index} ${item.name}`}>
          <span className={styles['amount']}>{text.quantity(quantityText(item.quantity))}</span>
          <span>{item.name}</span>
          <span className={styles['quiet']}>{item.sku ?? item.gtin ?? ''}</span>
        </li>
      ))}
    </ul>
  );
}

function quantityText(quantity: number): string {
  return formatNumber(quantity, Number.isInteger(quantity) ? 0 : 2);
}
