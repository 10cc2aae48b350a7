import { useState } from 'react';

import type { FindingDetailRow, TaskDetailRow } from '#shared/contract/types.ts';

import type { SubjectNames } from '#renderer/alerts/use-subject-names.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { findingsText as text } from '#renderer/text/findings.ts';
import { usePageClock } from '#renderer/ui/clock.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { NoteDialog } from '#renderer/ui/NoteDialog.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import { ignorePeriodMs, ignorePeriods, ignoreScopes, type IgnorePeriod } from './ignore-scopes.ts';

export interface IgnoreDialogProps {
  readonly finding: FindingDetailRow;
  /** What is to be done it belongs to. */
  readonly task: TaskDetailRow['subject'];
  readonly names: SubjectNames;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Puts a finding, or all like it, aside for a while, with the reason. */
export function IgnoreDialog({ finding, task, names, onClose, onDone }: IgnoreDialogProps) {
  const scopes = ignoreScopes(finding, task, names.nameOf);
  const [scope, setScope] = useState('0');
  const [period, setPeriod] = useState<IgnorePeriod>('day');
  const create = useCommand('ignores.create');
  const clock = usePageClock();

  async function run(note: string): Promise<boolean> {
    const { kind, subject } = scopes[Number(scope)] ?? {};
    const outcome = await create.run({
      ...(kind === undefined ? {} : { kind }),
      ...(subject === undefined ? {} : { subject }),
      until: new Date(clock.now() + ignorePeriodMs[period]).toISOString(),
      note,
    });
    if (outcome.ok) onDone();
    return outcome.ok;
  }

  return (
    <NoteDialog
      title={text.ignoreTitle}
      description={<p>{text.ignoreText}</p>}
      confirm={text.ignoreConfirm}
      done={text.ignoreDone}
      isNoteNeeded
      isBusy={create.isBusy}
      error={create.error}
      run={run}
      onClose={onClose}
    >
      <Field label={text.ignoreScope}>
        <Select
          value={scope}
          onValueChange={setScope}
          options={scopes.map(({ label }, index) => ({ value: String(index), label }))}
        />
      </Field>
      <Field label={text.ignoreUntil}>
        <Select
          value={period}
          onValueChange={setPeriod}
          options={ignorePeriods.map((value) => ({ value, label: text.periods[value] }))}
        />
      </Field>
    </NoteDialog>
  );
}
