import { CircleHelp, Download } from 'lucide-react';
import { useState } from 'react';

import type { ReturnRow } from '#shared/contract/types.ts';
import { code128 } from '#shared/domain/code128.ts';
import { type ReturnDecision, returnDecisions } from '#shared/domain/return.ts';

import { saveText } from '#renderer/charts/save-text.ts';
import { setParams } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { orderHref } from '#renderer/orders/order-links.ts';
import { ReturnStateMark } from '#renderer/returns/ReturnStateMark.tsx';
import { returnText as text } from '#renderer/text/returns.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './ReturnsScreen.module.css';

export interface ReturnPanelProps {
  readonly returnNumber: string;
  /** undefined: the list has no such return. */
  readonly row: ReturnRow | undefined;
  readonly onChanged: () => void;
}

const close = (): void => setParams({ return: undefined });

/** One return: what comes back and why, how far it is, its label, and what is decided. */
export function ReturnPanel({ returnNumber, row, onChanged }: ReturnPanelProps) {
  const { timeZone } = usePageClock();
  const mayCommand = useMayCommand();
  if (row === undefined) {
    return (
      <Panel title={returnNumber} onClose={close}>
        <EmptyState icon={CircleHelp} title={text.gone}>
          {text.goneText}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title={`${text.kinds[row.kind]} ${row.returnNumber}`}
      subtitle={<ReturnStateMark state={row.state} />}
      actions={<CopyButton text={row.returnNumber} label={text.columns.number} />}
      onClose={close}
    >
      <Section title={text.facts}>
        <Facts items={factsOf(row, timeZone)} />
      </Section>
      <Section title={text.goods}>
        <ul>
          {row.items.map((item) => (
            <li key={`${item.sku ?? ''} ${item.name} ${item.reason}`}>
              {item.quantity} × {item.name} <span className={styles['quiet']}>{item.reason}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={text.label}>
        <Label row={row} />
      </Section>
      {mayCommand && <Decide row={row} onChanged={onChanged} />}
    </Panel>
  );
}

function factsOf(row: ReturnRow, timeZone: string) {
  return [
    { label: text.order, value: <a href={orderHref(row.orderNumber)}>{row.orderNumber}</a> },
    { label: text.columns.since, value: <Time at={row.stateTime} timeZone={timeZone} withAge /> },
    ...(row.siteId === undefined ? [] : [{ label: text.lastSite, value: row.siteId }]),
    {
      label: text.entered,
      value: (
        <>
          <Time at={row.createdTime} timeZone={timeZone} withAge /> {text.by(row.who)}
        </>
      ),
    },
    ...(row.note === undefined ? [] : [{ label: text.note, value: row.note }]),
    {
      label: text.columns.decision,
      value:
        row.decision === undefined ? (
          <span className={styles['quiet']}>{text.undecided}</span>
        ) : (
          <>
            {text.decidedBy(text.decided[row.decision.decision], row.decision.who)}{' '}
            <Time at={row.decision.time} timeZone={timeZone} withAge />
            {row.decision.note !== undefined && <div>{row.decision.note}</div>}
          </>
        ),
    },
  ];
}

const barcodeHeight = 40;

/** What is stuck on the parcel; black on white in every theme, as scanners need it. */
function Label({ row }: { readonly row: ReturnRow }) {
  const { width, bars } = code128(row.label.text);
  return (
    <>
      <div className={styles['label']}>
        {row.label.lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
        <svg
          className={styles['barcode']}
          viewBox={`0 0 ${width} ${barcodeHeight}`}
          preserveAspectRatio="none"
          shapeRendering="crispEdges"
          role="img"
          aria-label={text.labelAlt(row.label.text)}
        >
          {bars.map((bar) => (
            <rect key={bar.x} x={bar.x} width={bar.width} height={barcodeHeight} fill="#000" />
          ))}
        </svg>
        <span className={styles['labelText']}>{row.label.text}</span>
      </div>
      <Button
        size="sm"
        icon={Download}
        onClick={() => saveText(`${row.returnNumber}.svg`, row.label.svg, 'image/svg+xml')}
      >
        {text.saveLabel}
      </Button>
    </>
  );
}

function Decide({ row, onChanged }: { readonly row: ReturnRow; readonly onChanged: () => void }) {
  const [note, setNote] = useState('');
  const decide = useCommand('returns.decide');
  const toast = useToast();

  async function take(decision: ReturnDecision): Promise<void> {
    const words = note.trim() === '' ? {} : { note: note.trim() };
    if (!(await decide.run({ returnNumber: row.returnNumber, decision, ...words })).ok) return;
    toast.show({ tone: 'ok', title: text.decisionSaved });
    setNote('');
    onChanged();
  }

  return (
    <Section title={text.decide}>
      <div className={styles['form']}>
        <Field label={text.decideNote} hint={text.decideHint}>
          <TextArea rows={2} value={note} onValueChange={setNote} maxLength={2000} />
        </Field>
        {decide.error !== undefined && (
          <p className={styles['failure']} role="alert">
            {decide.error.message}
          </p>
        )}
        <div className={styles['buttons']}>
          {returnDecisions.map((decision) => (
            <Button key={decision} busy={decide.isBusy} onClick={() => void take(decision)}>
              {text.decisions[decision]}
            </Button>
          ))}
        </div>
      </div>
    </Section>
  );
}
