import { FileUp } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

import type { ImportJob } from '#renderer/data/import-orders.ts';
import {
  csvFiles,
  ImportFailure,
  ImportProblem,
  ImportSteps,
  RejectionReasons,
  SaveRejected,
} from '#renderer/orders/ImportParts.tsx';
import { commonText } from '#renderer/text/common.ts';
import { formatCount } from '#renderer/text/format.ts';
import { importText } from '#renderer/text/orders.ts';
import { planningText } from '#renderer/text/planning.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { FileInput } from '#renderer/ui/FileInput.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';

import styles from './PlanningScreen.module.css';
import { type HistoryImport, type HistoryImportState, useHistoryImport } from './use-history-import.ts';

const text = planningText.history.import;
const shownReasons = 6;

export interface HistoryImportDialogProps {
  readonly onClose: () => void;
  /** Called when there may be more history than before. */
  readonly onDone: () => void;
}

/** Finished journeys from a CSV file: chosen, imported, and told what came of it. */
export function HistoryImportDialog({ onClose, onDone }: HistoryImportDialogProps) {
  const { state, choose, cancel } = useHistoryImport(onDone);
  const input = useRef<HTMLInputElement>(null);
  const isBusy = state.step === 'sending';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isBusy && onClose()}
      title={text.title}
      {...(state.step === 'choose' ? { description: text.text } : {})}
      size="lg"
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            {commonText.close}
          </Button>
          {!isBusy && (
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
      <FileInput ref={input} label={text.file} accept={csvFiles} onFile={choose} />
      <ImportSteps>{contentOf(state, cancel)}</ImportSteps>
    </Dialog>
  );
}

function contentOf(state: HistoryImportState, cancel: HistoryImport['cancel']): ReactNode {
  switch (state.step) {
    case 'choose':
      return state.problem === undefined ? null : <ImportProblem>{state.problem}</ImportProblem>;
    case 'sending':
      return <Sending name={state.name} job={state.job} onCancel={cancel} />;
    case 'failed':
      return <ImportFailure error={state.error} />;
    case 'done':
      return <Outcome name={state.name} job={state.job} />;
  }
}

interface SendingProps {
  readonly name: string;
  readonly job: ImportJob | undefined;
  readonly onCancel: () => void;
}

function Sending({ name, job, onCancel }: SendingProps) {
  const label = importText.sending(name);
  if (job === undefined) return <Progress label={label} onCancel={onCancel} />;
  const { step, rows, total, listed } = job;
  if (step === 'undoing') return <Progress label={text.undoing} />;
  const far =
    rows < total
      ? importText.rowsSoFar(formatCount(rows), formatCount(total))
      : text.kept(formatCount(listed));
  return <Progress label={`${label} · ${far}`} value={rows} max={total} onCancel={onCancel} />;
}

function Outcome({ name, job }: { readonly name: string; readonly job: ImportJob }) {
  const { rejectedCsv, rejected, orders, state } = job;
  return (
    <>
      <p>
        <StatusDot {...outcomeOf(job)} />
      </p>
      {state === 'done' && <p className={styles['quiet']}>{orders > 0 ? text.learning : text.nothingNew}</p>}
      {rejectedCsv !== undefined && (
        <>
          <p>{text.rejected(importText.rows(formatCount(rejected)))}</p>
          <RejectionReasons rejectedCsv={rejectedCsv} atMost={shownReasons} />
          <div>
            <SaveRejected name={name} rejectedCsv={rejectedCsv} />
          </div>
        </>
      )}
    </>
  );
}

function outcomeOf(job: ImportJob): { readonly tone: 'ok' | 'warn' | 'bad'; readonly label: string } {
  if (job.state === 'failed') return { tone: 'bad', label: job.error ?? importText.failed };
  if (job.state === 'cancelled') return { tone: 'warn', label: importText.cancelled };
  if (job.accepted === 0) return { tone: 'bad', label: importText.doneNone };
  return {
    tone: job.rejected === 0 ? 'ok' : 'warn',
    label: text.taken(formatCount(job.accepted), formatCount(job.orders)),
  };
}
