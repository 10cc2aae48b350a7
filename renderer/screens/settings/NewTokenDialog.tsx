import { useState } from 'react';

import { useCommand } from '#renderer/data/use-command.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { usePageClock } from '#renderer/ui/clock.ts';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Select } from '#renderer/ui/Select.tsx';

import styles from './SettingsScreen.module.css';

const { access: text } = settingsText;
const dayMs = 86_400_000;
const periodsMs = {
  never: undefined,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  quarter: 90 * dayMs,
  year: 365 * dayMs,
} as const;
type Period = keyof typeof periodsMs;
type TokenRole = 'operator' | 'viewer';
const periods = ['never', 'day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Period[];
const roles = ['viewer', 'operator'] as const;

export interface NewTokenDialogProps {
  readonly httpUrl: string | undefined;
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Makes a token and shows its secret, this once. */
export function NewTokenDialog({ httpUrl, onMade, onClose }: NewTokenDialogProps) {
  const [role, setRole] = useState<TokenRole>('viewer');
  const [period, setPeriod] = useState<Period>('month');
  const [secret, setSecret] = useState<string>();
  const create = useCommand('tokens.create');
  const clock = usePageClock();

  async function make(): Promise<void> {
    const lastsMs = periodsMs[period];
    const expires = lastsMs === undefined ? {} : { expires: new Date(clock.now() + lastsMs).toISOString() };
    const outcome = await create.run({ role, ...expires });
    if (!outcome.ok) return;
    setSecret(outcome.value.token);
    onMade();
  }

  if (secret !== undefined) return <SecretDialog secret={secret} httpUrl={httpUrl} onClose={onClose} />;
  return (
    <FormDialog
      title={text.createTitle}
      description={text.createText}
      confirm={text.make}
      isBusy={create.isBusy}
      onSubmit={make}
      onClose={onClose}
    >
      <Field label={text.role}>
        <Select
          value={role}
          onValueChange={setRole}
          options={roles.map((value) => ({ value, label: text.roles[value] }))}
        />
      </Field>
      <Field label={text.expires} error={create.error?.message}>
        <Select
          value={period}
          onValueChange={setPeriod}
          options={periods.map((value) => ({ value, label: text.periods[value] }))}
        />
      </Field>
    </FormDialog>
  );
}

interface SecretDialogProps {
  readonly secret: string;
  readonly httpUrl: string | undefined;
  readonly onClose: () => void;
}

function SecretDialog({ secret, httpUrl, onClose }: SecretDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={text.madeTitle}
      description={text.madeText}
      footer={
        <Button variant="primary" onClick={onClose}>
          {text.done}
        </Button>
      }
    >
      <CodeBlock text={secret} label={text.tokenLabel} wrap />
      {httpUrl !== undefined && (
        <>
          <p className={styles['label']}>{text.usage}</p>
          <CodeBlock
            text={`curl -H 'Authorization: Bearer ${secret}' ${httpUrl}/api/v1/stats`}
            label={text.usageLabel}
            wrap
          />
        </>
      )}
    </Dialog>
  );
}
