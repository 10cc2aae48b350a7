import { Undo2 } from 'lucide-react';
import { useState } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { type ReturnKind, returnKinds } from '#shared/domain/return.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { goodsWords, returnHref } from '#renderer/returns/return-words.ts';
import { ReturnStateMark } from '#renderer/returns/ReturnStateMark.tsx';
import { returnText as text } from '#renderer/text/returns.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';
import { DeskBlock, deskRefreshMs } from './DeskBlock.tsx';

export interface ReturnsBlockProps {
  readonly order: OrderBelievedRow;
  /** Called after a return was entered: the timeline has it too. */
  readonly onEntered: () => void;
}

/** What of the order comes back; returns are entered here. */
export function ReturnsBlock({ order, onEntered }: ReturnsBlockProps) {
  const [isEntering, setEntering] = useState(false);
  const { data, refresh } = useQuery(
    'returns.list',
    { orderNumber: order.orderNumber },
    { refreshKey: Math.floor(useNow(deskRefreshMs) / deskRefreshMs) },
  );
  return (
    <DeskBlock
      title={text.block}
      none={text.blockNone}
      lines={(data?.items ?? []).map((row) => ({
        id: row.returnNumber,
        href: returnHref(row.returnNumber),
        label: `${text.kinds[row.kind]} ${row.returnNumber}`,
        state: <ReturnStateMark state={row.state} />,
        words: goodsWords(row),
      }))}
      icon={Undo2}
      add={text.enter}
      addTip={text.enterTip}
      onAdd={() => setEntering(true)}
    >
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
    </DeskBlock>
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
