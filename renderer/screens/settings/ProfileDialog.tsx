import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';

import type { TemperatureProfileRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { profileSettingsText } from '#renderer/text/settings-places.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { LimitFields } from './LimitFields.tsx';
import {
  type LimitDraft,
  limitProblems,
  newLimit,
  profileDraftOf,
  profileProblems,
  profilePut,
} from './profile-draft.ts';
import { ProfilePreview } from './ProfilePreview.tsx';
import styles from './ProfilesSection.module.css';

const { form: text } = profileSettingsText;
const mostLimits = 20;

export interface ProfileDialogProps {
  /** undefined: a new one. */
  readonly profile: TemperatureProfileRow | undefined;
  readonly profiles: readonly TemperatureProfileRow[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Edits a profile, or makes one. */
export function ProfileDialog({ profile, profiles, onSaved, onClose }: ProfileDialogProps) {
  const [draft, setDraft] = useState(() => profileDraftOf(profile));
  const [isTried, setTried] = useState(false);
  const put = useCommand('profiles.put');
  const toast = useToast();
  const nameInput = useRef<HTMLInputElement>(null);
  const taken = new Set(profile === undefined ? profiles.map(({ id }) => id) : []);
  const problems = profileProblems(draft, taken);
  const isWrong =
    Object.keys(problems).length > 0 ||
    draft.limits.some((limit) => Object.keys(limitProblems(limit)).length > 0);

  function change(key: number, patch: Partial<LimitDraft>): void {
    setDraft((was) => ({
      ...was,
      limits: was.limits.map((limit) => (limit.key === key ? { ...limit, ...patch } : limit)),
    }));
  }

  async function save(): Promise<void> {
    setTried(true);
    if (isWrong) return;
    const outcome = await put.run(profilePut(draft));
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(draft.name.trim()) });
    onSaved();
  }

  return (
    <FormDialog
      size="lg"
      initialFocus={nameInput}
      title={profile === undefined ? text.createTitle : text.editTitle(profile.name)}
      description={text.text}
      confirm={text.save}
      isBusy={put.isBusy}
      failure={put.error?.message}
      onSubmit={save}
      onClose={onClose}
    >
      <div className={styles['names']}>
        <Field label={text.name} error={isTried ? problems.name : undefined}>
          <Input
            ref={nameInput}
            value={draft.name}
            onValueChange={(name) => setDraft({ ...draft, name })}
            maxLength={200}
          />
        </Field>
        <Field
          label={text.id}
          hint={profile === undefined ? text.idHint : undefined}
          error={isTried ? problems.id : undefined}
        >
          <Input
            value={draft.id}
            onValueChange={(id) => setDraft({ ...draft, id })}
            maxLength={128}
            disabled={profile !== undefined}
          />
        </Field>
      </div>
      {draft.limits.map((limit, index) => (
        <LimitFields
          key={limit.key}
          number={index + 1}
          draft={limit}
          problems={isTried ? limitProblems(limit) : {}}
          onChange={(patch) => change(limit.key, patch)}
          onRemove={
            draft.limits.length === 1
              ? undefined
              : () => setDraft({ ...draft, limits: draft.limits.filter(({ key }) => key !== limit.key) })
          }
        />
      ))}
      {draft.limits.length < mostLimits && (
        <Button
          size="sm"
          icon={Plus}
          className={styles['add']}
          onClick={() => {
            const key = Math.max(...draft.limits.map((limit) => limit.key)) + 1;
            setDraft({ ...draft, limits: [...draft.limits, newLimit(key)] });
          }}
        >
          {text.add}
        </Button>
      )}
      <ProfilePreview
        limits={
          draft.limits.some((limit) => Object.keys(limitProblems(limit)).length > 0)
            ? undefined
            : profilePut(draft).limits
        }
      />
    </FormDialog>
  );
}
