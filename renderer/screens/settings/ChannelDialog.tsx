import { useRef, useState } from 'react';

import type { NoticeChannelRow } from '#shared/contract/types.ts';
import { mailSecurities, noticeChannelKinds } from '#shared/domain/notice.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { channelKindText, noticesText } from '#renderer/text/notices.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { type ChannelDraft, channelDraftOf, channelProblems, channelPut, idOf } from './notice-draft.ts';
import styles from './ProfilesSection.module.css';

const { channel: text } = noticesText;
type TextField = Exclude<keyof ChannelDraft, 'kind' | 'enabled' | 'security'>;

export interface ChannelDialogProps {
  /** undefined: a new one. */
  readonly channel: NoticeChannelRow | undefined;
  readonly taken: ReadonlySet<string>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Sets up a way to tell people. */
export function ChannelDialog({ channel, taken, onSaved, onClose }: ChannelDialogProps) {
  const [draft, setDraft] = useState(() => channelDraftOf(channel));
  const [isTried, setTried] = useState(false);
  const put = useCommand('noticeChannels.put');
  const toast = useToast();
  const nameInput = useRef<HTMLInputElement>(null);
  const problems = isTried ? channelProblems(draft) : {};
  const set = (patch: Partial<ChannelDraft>): void => setDraft((was) => ({ ...was, ...patch }));

  async function save(): Promise<void> {
    setTried(true);
    if (Object.keys(channelProblems(draft)).length > 0) return;
    const channelId = channel?.channelId ?? idOf(draft.name, taken);
    const outcome = await put.run(channelPut(draft, channelId));
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.saved(draft.name.trim()) });
    onSaved();
  }

  const field = (name: TextField, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={problems[name]}>
      <Input
        {...(name === 'name' ? { ref: nameInput } : {})}
        {...(name === 'secret' ? { type: 'password', autoComplete: 'new-password' } : {})}
        value={draft[name]}
        onValueChange={(value) => set({ [name]: value })}
        maxLength={2000}
      />
    </Field>
  );
  const kept = channel?.hasSecret === true ? text.keep : undefined;

  return (
    <FormDialog
      initialFocus={nameInput}
      title={channel === undefined ? text.createTitle : text.editTitle(channel.name)}
      description={text.text}
      confirm={text.save}
      isBusy={put.isBusy}
      failure={put.error?.message}
      onSubmit={save}
      onClose={onClose}
    >
      <div className={styles['names']}>
        {field('name', text.name)}
        <Field label={text.kind}>
          <Select
            value={draft.kind}
            disabled={channel !== undefined}
            onValueChange={(kind) => set({ kind })}
            options={noticeChannelKinds.map((value) => ({ value, label: channelKindText[value] }))}
          />
        </Field>
      </div>
      {draft.kind === 'email' ? (
        <>
          <div className={styles['names']}>
            {field('host', text.host)}
            {field('port', text.port)}
            {field('username', text.username)}
            <Field label={text.security}>
              <Select
                value={draft.security}
                onValueChange={(security) => set({ security })}
                options={mailSecurities.map((value) => ({ value, label: text.securities[value] }))}
              />
            </Field>
          </div>
          {field('secret', text.password, kept)}
          <div className={styles['names']}>
            {field('to', text.to, text.toHint)}
            {field('from', text.from)}
          </div>
        </>
      ) : (
        <>
          {field('url', text.url)}
          {field('secret', text.signing, kept ?? text.signingHint)}
          {field('allow', text.allow, text.allowHint)}
        </>
      )}
      <Checkbox checked={draft.enabled} onCheckedChange={(enabled) => set({ enabled })}>
        {text.enabled}
      </Checkbox>
    </FormDialog>
  );
}
