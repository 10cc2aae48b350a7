import { FileUp } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';

import { useCommand } from '#renderer/data/use-command.ts';
import { commonText } from '#renderer/text/common.ts';
import { loggerText as text } from '#renderer/text/cold-chain-more.ts';
import { formatCount, formatNumber } from '#renderer/text/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FileInput } from '#renderer/ui/FileInput.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import type { LoggerImportResult } from '#shared/contract/types.ts';

import styles from './LoggerDialog.module.css';

/** The export of a logger: chosen, imported, and its own results beside ours. */
export function LoggerDialog({ onClose }: { readonly onClose: () => void }) {
  const clock = usePageClock();
  const command = useCommand('loggers.import');
  const input = useRef<HTMLInputElement>(null);
  const [deviceId, setDeviceId] = useState('');
  const [timeZone, setTimeZone] = useState(clock.timeZone);
  const [result, setResult] = useState<LoggerImportResult>();
  const [name, setName] = useState('');

  async function take(file: File): Promise<void> {
    setName(file.name);
    setResult(undefined);
    const id = deviceId.trim();
    const outcome = await command.run({
      text: await file.text(),
      ...(id === '' ? {} : { deviceId: id }),
      ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
    });
    if (outcome.ok) setResult(outcome.value);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !command.isBusy && onClose()}
      title={text.title}
      description={text.text}
      size="lg"
      footer={
        <>
          <Button onClick={onClose} disabled={command.isBusy}>
            {commonText.close}
          </Button>
          <Button
            variant={result === undefined ? 'primary' : 'secondary'}
            icon={FileUp}
            disabled={command.isBusy}
            onClick={() => input.current?.click()}
          >
            {result === undefined ? text.choose : text.chooseOther}
          </Button>
        </>
      }
    >
      <FileInput ref={input} label={text.file} accept=".txt,text/plain" onFile={(file) => void take(file)} />
      <div className={styles['fields']}>
        <Field label={text.device} hint={text.deviceHint}>
          <Input value={deviceId} onValueChange={setDeviceId} maxLength={256} />
        </Field>
        <Field label={text.zone} hint={text.zoneHint}>
          <Input value={timeZone} onValueChange={setTimeZone} maxLength={64} />
        </Field>
      </div>
      <div aria-live="polite">
        {command.isBusy && <Progress label={text.reading(name)} />}
        {command.error !== undefined && (
          <p className={styles['problem']} role="alert">
            <strong>{text.failed}.</strong> {command.error.message}
          </p>
        )}
        {result !== undefined && <Imported result={result} />}
      </div>
    </Dialog>
  );
}

function Imported({ result }: { readonly result: LoggerImportResult }) {
  const { model, serial, holds, samples, stored, duplicates, comparison, own } = result;
  return (
    <>
      <p className={styles['outcome']}>
        <strong>
          {model}, {serial}
        </strong>
        <br />
        {holds === 'readings'
          ? text.readings(formatCount(samples), formatCount(stored), formatCount(duplicates))
          : text.dailyOnly}
      </p>
      {comparison.length > 0 && <ComparisonTable rows={comparison} />}
      {holds === 'daily-figures' && <DaysTable days={own.days} />}
    </>
  );
}

interface PlainTableProps {
  readonly columns: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

function PlainTable({ columns, children }: PlainTableProps) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {Object.entries(columns).map(([id, label]) => (
            <th key={id} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function ComparisonTable({ rows }: { readonly rows: LoggerImportResult['comparison'] }) {
  return (
    <PlainTable columns={text.columns}>
      {rows.map(({ what, logger, ours, agrees, note }, index) => (
        <tr key={`${index} ${what}`}>
          <th scope="row">{what}</th>
          <td>{logger}</td>
          <td>{ours}</td>
          <td data-bad={agrees === false || undefined}>
            {agrees === true ? text.yes : text.no} {note !== undefined && <span>({note})</span>}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

function DaysTable({ days }: { readonly days: LoggerImportResult['own']['days'] }) {
  return (
    <PlainTable columns={text.days}>
      {days.map((day) => (
        <tr key={day.date}>
          <th scope="row">{day.date}</th>
          <td>{degrees(day.minC)}</td>
          <td>{degrees(day.maxC)}</td>
          <td>{degrees(day.averageC)}</td>
          <td>{day.lowMinutes}</td>
          <td>{day.highMinutes}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function degrees(value: number | undefined): string {
  return value === undefined ? '' : `${formatNumber(value, 1)} °C`;
}
