import { useState } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { orderFormText as text } from '#renderer/text/order-form.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';
import { draftOfOrder, emptyDraft, type OrderDraft, orderOfDraft, problemsOf } from './order-draft.ts';
import styles from './OrderForm.module.css';
import { ItemLines, ParcelLines } from './OrderLines.tsx';

export interface OrderFormProps {
  /** The order to change; undefined for a new one. */
  readonly order?: OrderBelievedRow;
  /** Zone the promise is told in. */
  readonly timeZone: string;
  readonly onClose: () => void;
  /** Called with the number of the order that was saved. */
  readonly onSaved: (orderNumber: string) => void;
}

/** An order entered by hand, or changed; what the engine refuses is said at the field it refuses. */
export function OrderForm({ order, timeZone: zoneNow, onClose, onSaved }: OrderFormProps) {
  // What stands in the fields is of the zone they were filled in, whichever the order is told in later.
  const [timeZone] = useState(zoneNow);
  const [draft, setDraft] = useState<OrderDraft>(
    order === undefined ? emptyDraft : draftOfOrder(order, timeZone),
  );
  const [format, setFormat] = useState<string>();
  const proposal = useQuery(
    'orders.newNumber',
    order === undefined ? (format === undefined ? {} : { format }) : undefined,
  ).data;
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const upsert = useCommand('orders.upsert');
  const clock = usePageClock();
  const toast = useToast();
  // What is proposed stands in the field until another number is typed.
  const whole: OrderDraft =
    draft.orderNumber === '' && proposal !== undefined
      ? { ...draft, orderNumber: proposal.orderNumber }
      : draft;
  const own = problemsOf(whole);
  const problems = isTried ? { ...refused, ...own } : refused;

  function change(patch: Partial<OrderDraft>): void {
    setRefused({});
    setDraft((was) => ({ ...was, ...patch }));
  }

  async function save(): Promise<void> {
    setTried(true);
    if (Object.keys(own).length > 0) return;
    const posted = orderOfDraft(whole, order, { timeZone, now: clock.now() });
    const outcome = await upsert.run({
      orders: [posted],
      ...(order === undefined ? { mustBeNew: true } : {}),
    });
    if (!outcome.ok) return;
    const [result] = outcome.value.results;
    if (result?.error !== undefined) {
      const { field = 'order', message } = result.error;
      setRefused({ [field]: message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message });
      return;
    }
    const number = result?.orderNumber ?? whole.orderNumber;
    toast.show({
      tone: 'ok',
      title:
        result?.status === 'created'
          ? text.created(number)
          : result?.status === 'updated'
            ? text.saved(number)
            : text.unchanged,
    });
    onSaved(number);
  }

  const elsewhere = Object.entries(problems)
    .filter(([field]) => !shownAtField.test(field))
    .map(([, message]) => message)
    .join(' ');
  return (
    <FormDialog
      title={order === undefined ? text.newTitle : text.editTitle(order.orderNumber)}
      size="lg"
      confirm={order === undefined ? text.create : text.save}
      isBusy={upsert.isBusy}
      failure={upsert.error?.message ?? (elsewhere === '' ? undefined : elsewhere)}
      onSubmit={save}
      onClose={onClose}
    >
      <div className={styles['form']}>
        {order === undefined && (
          <div className={styles['three']}>
            <Field label={text.number} hint={text.numberHint} error={problems['orderNumber']}>
              <Input
                value={whole.orderNumber}
                onValueChange={(orderNumber) => change({ orderNumber })}
                maxLength={128}
              />
            </Field>
            <Field label={text.format}>
              <Select
                value={format ?? proposal?.format ?? ''}
                onValueChange={(next) => {
                  setFormat(next);
                  change({ orderNumber: '' });
                }}
                options={(proposal?.formats ?? []).map(({ id, shop }) => ({ value: id, label: shop }))}
              />
            </Field>
          </div>
        )}
        <CustomerFields draft={draft} problems={problems} onChange={change} />
        <PromiseFields draft={draft} problems={problems} onChange={change} timeZone={timeZone} />
        <ItemLines draft={draft} problems={problems} onChange={change} />
        <ParcelLines draft={draft} problems={problems} onChange={change} />
        {order !== undefined && (
          <Checkbox checked={draft.isCancelled} onCheckedChange={(isCancelled) => change({ isCancelled })}>
            {text.cancelled}
          </Checkbox>
        )}
      </div>
    </FormDialog>
  );
}

/** Fields that say themselves what is wrong with them. */
const shownAtField =
  /^(?:orderNumber|customer\.(?:name|email|phone)|shipTo\.(?:name|street|postalCode|city|region|country)|promised(?:\.until|\.from)?|serviceLevel|items\.\d+\.\w+|parcels(?:\.\d+\.\w+)?)$/;

interface FieldsProps {
  readonly draft: OrderDraft;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (patch: Partial<OrderDraft>) => void;
}

const customerFields = [
  ['name', text.name, 'customer.name', 200],
  ['email', text.email, 'customer.email', 254],
  ['phone', text.phone, 'customer.phone', 40],
] as const;
const addressFields = [
  ['recipient', text.recipient, 'shipTo.name', 200],
  ['street', text.street, 'shipTo.street', 300],
  ['postalCode', text.postalCode, 'shipTo.postalCode', 20],
  ['city', text.city, 'shipTo.city', 120],
  ['region', text.region, 'shipTo.region', 120],
  ['country', text.country, 'shipTo.country', 60],
] as const;

function CustomerFields({ draft, problems, onChange }: FieldsProps) {
  return (
    <>
      {[[text.customer, customerFields] as const, [text.address, addressFields] as const].map(
        ([title, fields]) => (
          <div key={title} role="group" aria-label={title}>
            <h3>{title}</h3>
            <div className={styles['three']}>
              {fields.map(([name, label, field, maxLength]) => (
                <Field key={field} label={label} error={problems[field]}>
                  <Input
                    value={draft[name]}
                    maxLength={maxLength}
                    onValueChange={(value) => onChange({ [name]: value })}
                  />
                </Field>
              ))}
            </div>
          </div>
        ),
      )}
    </>
  );
}

function PromiseFields({ draft, problems, onChange, timeZone }: FieldsProps & { readonly timeZone: string }) {
  return (
    <div role="group" aria-label={text.promise}>
      <h3>{text.promise}</h3>
      <div className={styles['three']}>
        <Field label={text.from} hint={text.zone(timeZone)} error={problems['promised.from']}>
          <Input
            type="datetime-local"
            value={draft.promisedFrom}
            onValueChange={(promisedFrom) => onChange({ promisedFrom })}
          />
        </Field>
        <Field label={text.until} error={problems['promised.until'] ?? problems['promised']}>
          <Input
            type="datetime-local"
            value={draft.promisedUntil}
            onValueChange={(promisedUntil) => onChange({ promisedUntil })}
          />
        </Field>
        <Field label={text.service} error={problems['serviceLevel']}>
          <Input
            value={draft.serviceLevel}
            maxLength={64}
            onValueChange={(serviceLevel) => onChange({ serviceLevel })}
          />
        </Field>
      </div>
    </div>
  );
}
