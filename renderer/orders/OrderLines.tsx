import { Plus, Trash2 } from 'lucide-react';

import { orderFormText as text } from '#renderer/text/order-form.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { emptyItem, emptyParcel, type OrderDraft } from './order-draft.ts';
import styles from './OrderForm.module.css';

export interface OrderLinesProps {
  readonly draft: OrderDraft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (patch: Partial<OrderDraft>) => void;
}

function patched<Row>(rows: readonly Row[], at: number, patch: Partial<Row>): Row[] {
  return rows.map((row, index) => (index === at ? { ...row, ...patch } : row));
}

/** What is in an order, line by line. */
export function ItemLines({ draft, problems, onChange }: OrderLinesProps) {
  const { items } = draft;
  return (
    <>
      <h3>{text.items}</h3>
      {items.map((item, index) => (
        // A line has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['row']} role="group" aria-label={text.item(index + 1)}>
          <Field label={text.itemName} error={problems[`items.${index}.name`]}>
            <Input
              value={item.name}
              maxLength={300}
              onValueChange={(name) => onChange({ items: patched(items, index, { name }) })}
            />
          </Field>
          <Field label={text.sku} error={problems[`items.${index}.sku`]}>
            <Input
              value={item.sku}
              maxLength={128}
              onValueChange={(sku) => onChange({ items: patched(items, index, { sku }) })}
            />
          </Field>
          <Field label={text.quantity} error={problems[`items.${index}.quantity`]}>
            <Input
              value={item.quantity}
              inputMode="decimal"
              onValueChange={(quantity) => onChange({ items: patched(items, index, { quantity }) })}
            />
          </Field>
          <IconButton
            icon={Trash2}
            label={text.remove(text.item(index + 1))}
            onClick={() => onChange({ items: items.toSpliced(index, 1) })}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon={Plus} onClick={() => onChange({ items: [...items, emptyItem] })}>
          {text.addItem}
        </Button>
      </div>
    </>
  );
}

/** What an order is sent in. */
export function ParcelLines({ draft, problems, onChange }: OrderLinesProps) {
  const { parcels } = draft;
  return (
    <>
      <h3>{text.parcels}</h3>
      {parcels.length === 0 && <p className={styles['quiet']}>{text.parcelsHint}</p>}
      {parcels.map((parcel, index) => (
        // A line has no identity but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['row']} role="group" aria-label={text.parcel(index + 1)}>
          <Field label={text.parcelId} error={problems[`parcels.${index}.parcelId`] ?? problems['parcels']}>
            <Input
              value={parcel.parcelId}
              maxLength={256}
              onValueChange={(parcelId) => onChange({ parcels: patched(parcels, index, { parcelId }) })}
            />
          </Field>
          <Field label={text.carrier} error={problems[`parcels.${index}.carrier`]}>
            <Input
              value={parcel.carrier}
              maxLength={64}
              onValueChange={(carrier) => onChange({ parcels: patched(parcels, index, { carrier }) })}
            />
          </Field>
          <Field label={text.tracking} error={problems[`parcels.${index}.trackingNumber`]}>
            <Input
              value={parcel.trackingNumber}
              maxLength={128}
              onValueChange={(trackingNumber) =>
                onChange({ parcels: patched(parcels, index, { trackingNumber }) })
              }
            />
          </Field>
          <IconButton
            icon={Trash2}
            label={text.remove(text.parcel(index + 1))}
            onClick={() => onChange({ parcels: parcels.toSpliced(index, 1) })}
          />
        </div>
      ))}
      <div>
        <Button size="sm" icon={Plus} onClick={() => onChange({ parcels: [...parcels, emptyParcel] })}>
          {text.addParcel}
        </Button>
      </div>
    </>
  );
}
