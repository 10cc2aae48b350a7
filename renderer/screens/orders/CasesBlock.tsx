import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';

import type { OrderBelievedRow } from '#shared/contract/types.ts';
import { type CaseKind, caseKinds } from '#shared/domain/case.ts';
import { localToUtc, toIso } from '#shared/domain/time.ts';

import { caseHref } from '#renderer/cases/case-links.ts';
import { CaseDueMark, CaseStateMark } from '#renderer/cases/CaseStateMark.tsx';
import { useCommand } from '#renderer/data/use-command.ts';
import { useNow } from '#renderer/data/use-now.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { caseText as text } from '#renderer/text/cases.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';
import { DeskBlock, deskRefreshMs } from './DeskBlock.tsx';

export interface CasesBlockProps {
  readonly order: OrderBelievedRow;
  readonly timeZone: string;
  /** Called after a case was opened: the timeline has it too. */
  readonly onOpened: () => void;
}

/** What the customer asked or complained about; cases are opened here. */
export function CasesBlock({ order, timeZone, onOpened }: CasesBlockProps) {
  const [isOpening, setOpening] = useState(false);
  const { data, refresh } = useQuery(
    'cases.list',
    { orderNumber: order.orderNumber },
    { refreshKey: Math.floor(useNow(deskRefreshMs) / deskRefreshMs) },
  );
  return (
    <DeskBlock
      title={text.block}
      none={text.blockNone}
      lines={(data?.items ?? []).map((row) => ({
        id: row.caseId,
        href: caseHref(row.caseId),
        label: `${text.caseNumber(row.caseId)} · ${text.kinds[row.kind]}`,
        state: <CaseStateMark state={row.state} />,
        words: row.text,
        aside: row.dueTime !== undefined && row.state !== 'closed' && <CaseDueMark row={row} />,
      }))}
      icon={MessagesSquare}
      add={text.open}
      addTip={text.openTip}
      onAdd={() => setOpening(true)}
    >
      {isOpening && (
        <OpenDialog
          order={order}
          timeZone={timeZone}
          onClose={() => setOpening(false)}
          onOpened={() => {
            refresh();
            onOpened();
          }}
        />
      )}
    </DeskBlock>
  );
}

interface OpenDialogProps extends CasesBlockProps {
  readonly onClose: () => void;
}

function OpenDialog({ order: { orderNumber }, timeZone, onClose, onOpened }: OpenDialogProps) {
  const [kind, setKind] = useState<CaseKind>('where-is-it');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState('');
  const open = useCommand('cases.open');
  const wall = Date.parse(`${due}Z`);
  return (
    <NoteDialog
      title={text.openTitle(orderNumber)}
      description={<p>{text.openText}</p>}
      confirm={text.openConfirm}
      done={text.openDone}
      isNoteNeeded
      isBusy={open.isBusy}
      error={open.error}
      run={async (words) => {
        const outcome = await open.run({
          orderNumber,
          kind,
          text: words,
          ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
          ...(Number.isNaN(wall) ? {} : { dueTime: toIso(localToUtc(wall, timeZone)) }),
        });
        if (outcome.ok) onOpened();
        return outcome.ok;
      }}
      onClose={onClose}
    >
      <Field label={text.kind}>
        <Select
          value={kind}
          onValueChange={setKind}
          options={caseKinds.map((value) => ({ value, label: text.kinds[value] }))}
        />
      </Field>
      <Field label={text.owner}>
        <Input value={owner} onValueChange={setOwner} maxLength={200} />
      </Field>
      <Field label={text.due} hint={timeZone}>
        <Input type="datetime-local" value={due} onValueChange={setDue} />
      </Field>
    </NoteDialog>
  );
}
