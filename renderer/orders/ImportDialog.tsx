import { Columns3, FileUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

import type { ImportJob } from '#renderer/data/import-orders.ts';
import { commonText } from '#renderer/text/common.ts';
import { formatCount } from '#renderer/text/format.ts';
import { importText } from '#renderer/text/orders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { FileInput } from '#renderer/ui/FileInput.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import { ColumnMapper } from './ColumnMapper.tsx';
import {
  csvFiles,
  ImportFailure,
  ImportProblem,
  ImportSteps,
  RejectionReasons,
  SaveRejected,
} from './ImportParts.tsx';
import { RejectedLines } from './RejectedLines.tsx';
import styles from './ImportDialog.module.css';
import { type ImportState, type OrderImport, useOrderImport } from './use-order-import.ts';

export interface ImportDialogProps {
  readonly onClose: () => void;
  /** Called when the imported orders are to be looked at. */
  readonly onSeeOrders: () => void;
}

/** Orders from a CSV file: chosen, imported, and told line by line what came of it. */
export function ImportDialog({ onClose, onSeeOrders }: ImportDialogProps) {
  const imports = useOrderImport();
  const input = useRef<HTMLInputElement>(null);
  const { state } = imports;
  const isBusy = state.step === 'reading' || state.step === 'sending';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isBusy && onClose()}
      title={importText.title}
      {...(state.step === 'choose' ? { description: importText.text } : {})}
      size={hasTable(state) ? 'xl' : 'lg'}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            {commonText.close}
          </Button>
          {state.step === 'done' && state.job.rejectedCsv !== undefined && (
            <Button icon={Columns3} onClick={imports.mapColumns}>
              {importText.mapTitle}
            </Button>
          )}
          {state.step === 'done' && state.job.orders > 0 && (
            <Button onClick={onSeeOrders}>{importText.seeOrders}</Button>
          )}
          {!isBusy && state.step !== 'mapping' && (
            <Button
              variant={state.step === 'done' ? 'secondary' : 'primary'}
              icon={FileUp}
              onClick={() => input.current?.click()}
            >
              {state.step === 'choose' ? importText.choose : importText.chooseOther}
            </Button>
          )}
        </>
      }
    >
      <FileInput ref={input} label={importText.file} accept={csvFiles} onFile={imports.choose} />
      <ImportSteps>{contentOf(state, imports)}</ImportSteps>
    </Dialog>
  );
}

/** Lines to be corrected are read and written side by side. */
function hasTable(state: ImportState): boolean {
  return state.step === 'done' && state.job.rejectedCsv !== undefined;
}

function contentOf(state: ImportState, { importMapped, importCorrected, cancel }: OrderImport): ReactNode {
  switch (state.step) {
    case 'choose':
      return state.problem === undefined ? null : <ImportProblem>{state.problem}</ImportProblem>;
    case 'reading':
      return <Progress label={importText.reading(state.name)} />;
    case 'sending': {
      const { job, name } = state;
      if (job === undefined) return <Progress label={importText.sending(name)} onCancel={cancel} />;
      return (
        <>
          <Progress
            label={`${importText.sending(name)} · ${farOf(job)}`}
            value={doneOf(job)}
            max={2}
            {...(job.step === 'undoing' ? {} : { onCancel: cancel })}
          />
          {hintOf(job) !== undefined && <p className={styles['hint']}>{hintOf(job)}</p>}
        </>
      );
    }
    case 'mapping':
      return <ColumnMapper head={state.head} before={state.mapping} onImport={importMapped} />;
    case 'failed':
      return <ImportFailure error={state.error} />;
    case 'done':
      return (
        <ImportResult
          key={state.job.jobId}
          name={state.name}
          job={state.job}
          isUtf8={state.isUtf8}
          onImport={importCorrected}
        />
      );
  }
}

function farOf({ step, rows, total, listed, orders }: ImportJob): string {
  if (step === 'undoing') return importText.undoneSoFar(formatCount(listed));
  if (step === 'entering') return importText.ordersSoFar(formatCount(listed), formatCount(orders));
  return importText.rowsSoFar(formatCount(rows), formatCount(total));
}

/** Of two halves: lines are read first, their orders entered after, or taken back again. */
function doneOf({ step, rows, total, listed, orders }: ImportJob): number {
  const isRead = step !== undefined && step !== 'reading';
  return isRead ? 1 + listed / Math.max(1, orders) : rows / Math.max(1, total);
}

function hintOf({ step, error }: ImportJob): string | undefined {
  if (step === undefined || step === 'reading') return undefined;
  return error ?? (step === 'undoing' ? importText.undoing : importText.goesOn);
}

interface ImportResultProps {
  readonly name: string;
  readonly job: ImportJob;
  readonly isUtf8: boolean;
  readonly onImport: (csv: string) => void;
}

function ImportResult({ name, job, isUtf8, onImport }: ImportResultProps) {
  const { rejectedCsv } = job;
  return (
    <>
      <p className={styles['outcome']}>
        <StatusDot {...outcomeOf(job)} />
      </p>
      <p className={styles['hint']}>
        {importText.counts(formatCount(job.rows), formatCount(job.accepted), formatCount(job.rejected))}
      </p>
      {job.recognised !== undefined && (
        <p className={styles['hint']}>{importText.recognised(job.recognised)}</p>
      )}
      {!isUtf8 && <p className={styles['hint']}>{importText.notUtf8}</p>}
      {rejectedCsv !== undefined && job.rejected > seenAtOnce && (
        <RejectionReasons rejectedCsv={rejectedCsv} atMost={shownReasons} />
      )}
      {rejectedCsv !== undefined && <RejectedLines rejectedCsv={rejectedCsv} onImport={onImport} />}
      {rejectedCsv !== undefined && (
        <div className={styles['rejected']}>
          <SaveRejected name={name} rejectedCsv={rejectedCsv} />
          <p className={styles['hint']}>{importText.downloadHint}</p>
        </div>
      )}
    </>
  );
}

/** Of fewer lines each shows its reason beside it. */
const seenAtOnce = 6;
const shownReasons = 4;

function outcomeOf(job: ImportJob): { readonly tone: 'ok' | 'warn' | 'bad'; readonly label: string } {
  if (job.state === 'failed') return { tone: 'bad', label: job.error ?? importText.failed };
  if (job.state === 'cancelled') {
    const label =
      job.orders === 0
        ? importText.cancelled
        : importText.stayed(importText.orders(formatCount(job.orders)), job.orders > 1);
    return { tone: 'warn', label };
  }
  const orders = importText.orders(formatCount(job.orders));
  if (job.rejected === 0)
    return { tone: 'ok', label: importText.doneAll(orders, importText.rows(formatCount(job.rows))) };
  if (job.accepted === 0) return { tone: 'bad', label: importText.doneNone };
  return { tone: 'warn', label: importText.doneSome(orders, importText.rows(formatCount(job.rejected))) };
}
