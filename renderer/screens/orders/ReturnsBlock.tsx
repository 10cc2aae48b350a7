import { Undo2 } from 'lucide-react';
import { useState } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { type ReturnKind, returnKinds } from '#shared/domain/return.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { Block } from '#renderer/orders/Block.tsx';
import { goodsWords, returnHref } from '#renderer/returns/return-words.ts';
import { ReturnStateMark } from '#renderer/returns/ReturnStateMark.tsx';
import { returnText as text } from '#renderer/text/returns.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import styles from './blocks.module.css';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';

export interface ReturnsBlockProps {
  readonly order: OrderBelievedRow;
  /** Called after a return was entered: the timeline has it too. */
  readonly onEntered: () => void;
}

const refreshMs = 10_000;

/** What of the order comes back; returns are entered here. */
export function ReturnsBlock({ order, onEntered }: ReturnsBlockProps) {
  const [isEntering, setEntering] = useState(false);
  const mayCommand = useMayCommand();
  const { data, refresh } = useQuery(
    'returns.list',
    { orderNumber: order.orderNumber },
    { refreshKey: Math.floor(useNow(refreshMs) / refreshMs) },
  );
  const returns = data?.items ?? [];
  return (
    <Block
      title={text.block}
      actions={
        mayCommand && (
          <Button size="sm" icon={Undo2} data-tip={text.enterTip} onClick={() => setEntering(true)}>
            {text.enter}
          </Button>
        )
      }
    >
      {returns.length === 0 && <p className={styles['quiet']}>{text.blockNone}</p>}
      <ul>
        {returns.map((row) => (
          <li key={row.returnNumber} className={styles['hold']}>
            <a href={returnHref(row.returnNumber)}>
              {text.kinds[row.kind]} {row.returnNumber}
            </a>
            <ReturnStateMark state={row.state} />
            <span className={styles['holdNote']}>{goodsWords(row)}</span>
          </li>
        ))}
      </ul>
      {isEntering && (
        <EnterDialog
          order={order}
          onClose={() => setEntering(false)}
          onEntered={() => {
            refresh();
            onEntered();
          }}
        />
      )}
    </Block>
  );
}

interface EnterDialogProps extends ReturnsBlockProps {
  readonly onClose: () => void;
}

/** One kind of goods at a time: most returns are of one, and each gets its own label. */
function EnterDialog({ order, onClose, onEntered }: EnterDialogProps) {
  const [kind, setKind] = useState<ReturnKind>('return');
  const [index, setIndex] = useState('0');
  const [name, setName] = useState('');
  const [quantity, setQuantity] = useState('1');
  const enter = useCommand('returns.create');
  const line = order.items[Number(index)];
  return (
    <NoteDialog
      title={text.enterTitle(order.orderNumber)}
      description={<p>{text.enterText}</p>}
      confirm={text.enterConfirm}
      done={text.enterDone}
      noteLabel={text.reason}
      noteMissing={text.reasonMissing}
      noteLength={300}
      isNoteNeeded
      isBusy={enter.isBusy}
      error={enter.error}
      run={async (reason) => {
        const sku = line?.sku === undefined ? {} : { sku: line.sku };
        const item = { name: line?.name ?? name.trim(), ...sku };
        const outcome = await enter.run({
          orderNumber: order.orderNumber,
          kind,
          items: [{ ...item, quantity: Number(quantity), reason }],
        });
        if (outcome.ok) onEntered();
        return outcome.ok;
      }}
      onClose={onClose}
    >
      <Field label={text.kind}>
        <Select
          value={kind}
          onValueChange={setKind}
          options={returnKinds.map((value) => ({ value, label: text.wants[value] }))}
        />
      </Field>
      {order.items.length === 0 ? (
        <Field label={text.otherItem}>
          <Input value={name} onValueChange={setName} maxLength={300} />
        </Field>
      ) : (
        <Field label={text.item}>
          <Select
            value={index}
            onValueChange={setIndex}
            options={order.items.map((item, at) => ({
              value: String(at),
              label: `${item.quantity} × ${item.name}`,
            }))}
          />
        </Field>
      )}
      <Field label={text.quantity}>
        <Input type="number" min={1} value={quantity} onValueChange={setQuantity} />
      </Field>
    </NoteDialog>
  );
}
