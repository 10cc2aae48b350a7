import { useState } from 'react';

import type { TimelineRow } from '#shared/contract/types.ts';
import { bizSteps, scanOutcomes } from '#shared/domain/cbv.ts';
import { correctionReasons, type CorrectionReason } from '#shared/domain/hold.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useLocationState } from '#renderer/data/location-state.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { caseText } from '#renderer/text/cases.ts';
import { correctionText as text } from '#renderer/text/holds.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { correctionDraft, replacementOf, type CorrectionDraft } from './correction-draft.ts';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';
import styles from './CorrectionDialogs.module.css';

export interface CorrectDialogProps {
  readonly item: TimelineRow;
  readonly timeZone: string;
  readonly onClose: () => void;
}

const none = { value: '', label: text.nothing };
const steps = [none, ...bizSteps.map((value) => ({ value, label: value.replaceAll('_', ' ') }))];
const outcomes = [none, ...scanOutcomes.map((value) => ({ value, label: value.replaceAll('-', ' ') }))];

/** Declares a scan wrong: it did not occur, or something of it was otherwise. */
export function CorrectDialog({ item, timeZone, onClose }: CorrectDialogProps) {
  // From a case the way leads here, and back to it.
  const caseId = useLocationState().params['case'];
  const [reason, setReason] = useState<CorrectionReason>('did_not_occur');
  const first = correctionDraft(item, timeZone);
  const [draft, setDraft] = useState(first);
  const declare = useCommand('corrections.declare');
  const sites = useQuery('sites.list', {});
  const set = (part: Partial<CorrectionDraft>): void => setDraft({ ...draft, ...part });
  const replacement = replacementOf(first, draft, timeZone);
  const known = (sites.data?.items ?? []).map(({ siteId, name }) => ({ value: siteId, label: name }));
  const options = [
    none,
    ...known,
    ...(known.some(({ value }) => value === draft.siteId) || draft.siteId === ''
      ? []
      : [{ value: draft.siteId, label: draft.siteId }]),
  ];
  return (
    <NoteDialog
      title={text.title}
      description={
        <p>
          {text.text(item.text)} {caseId !== undefined && caseText.linking(caseId)}
        </p>
      }
      confirm={text.confirm}
      done={text.done}
      isNoteNeeded
      isBusy={declare.isBusy}
      error={declare.error}
      run={async (note) => {
        const outcome = await declare.run({
          target: { kind: 'scan', id: item.id },
          reason,
          note,
          ...(reason === 'did_not_occur' || replacement === undefined ? {} : { replacement }),
          ...(caseId === undefined ? {} : { caseId }),
        });
        return outcome.ok;
      }}
      onClose={onClose}
    >
      <Field label={text.reason} hint={text.reasonHints[reason]}>
        <Select
          value={reason}
          onValueChange={setReason}
          options={correctionReasons.map((value) => ({ value, label: text.reasons[value] }))}
        />
      </Field>
      {reason === 'incorrect_data' && (
        <>
          <div className={styles['pair']}>
            <Field label={text.time} hint={timeZone}>
              <Input
                type="datetime-local"
                step={1}
                value={draft.time}
                onValueChange={(time) => set({ time })}
              />
            </Field>
            <Field label={text.site}>
              <Select value={draft.siteId} onValueChange={(siteId) => set({ siteId })} options={options} />
            </Field>
          </div>
          <div className={styles['pair']}>
            <Field label={text.step}>
              <Select value={draft.bizStep} onValueChange={(bizStep) => set({ bizStep })} options={steps} />
            </Field>
            <Field label={text.outcome}>
              <Select
                value={draft.outcome}
                onValueChange={(outcome) => set({ outcome })}
                options={outcomes}
              />
            </Field>
          </div>
          <div className={styles['pair']}>
            <Field label={text.code} hint={text.codeHint}>
              <Input value={draft.code} onValueChange={(code) => set({ code })} maxLength={4000} />
            </Field>
            <Field label={text.vehicle}>
              <Input
                value={draft.vehicleId}
                onValueChange={(vehicleId) => set({ vehicleId })}
                maxLength={256}
              />
            </Field>
          </div>
        </>
      )}
    </NoteDialog>
  );
}

export interface UndoDialogProps {
  readonly correctionId: string;
  readonly onClose: () => void;
}

/** Takes a correction back: the scan counts again as it came in. */
export function UndoDialog({ correctionId, onClose }: UndoDialogProps) {
  const undo = useCommand('corrections.undo');
  return (
    <NoteDialog
      title={text.undoTitle}
      description={<p>{text.undoText}</p>}
      confirm={text.undoConfirm}
      done={text.undone}
      isBusy={undo.isBusy}
      error={undo.error}
      run={async (note) => (await undo.run({ correctionId, ...(note === '' ? {} : { note }) })).ok}
      onClose={onClose}
    />
  );
}
