import { useState } from 'react';

import type { WebhookRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { senderHints, senderNames, sendersText } from '#renderer/text/senders.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { FormDialog } from '#renderer/ui/FormDialog.tsx';
import { Input } from '#renderer/ui/Input.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

const text = sendersText.dialog;

export interface SenderSecretDialogProps {
  readonly sender: WebhookRow;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** The secret a sender signs with: set, replaced or taken away, and never read back. */
export function SenderSecretDialog({ sender, onSaved, onClose }: SenderSecretDialogProps) {
  const { provider, hasSecret } = sender;
  const [secret, setSecret] = useState('');
  const put = useCommand('webhooks.put');
  const toast = useToast();

  async function save(value: string | null): Promise<void> {
    const outcome = await put.run({ provider, secret: value });
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: value === null ? text.removed : text.saved });
    onSaved();
  }

  return (
    <FormDialog
      title={text.title(senderNames[provider])}
      description={text.text}
      confirm={text.save}
      isBusy={put.isBusy}
      isDisabled={secret === ''}
      failure={put.error?.message}
      onSubmit={() => save(secret)}
      onClose={onClose}
    >
      <Field label={text.secret} hint={senderHints[provider]}>
        <Input type="password" autoComplete="new-password" value={secret} onValueChange={setSecret} />
      </Field>
      {hasSecret && (
        <span>
          <Button size="sm" variant="danger" onClick={() => void save(null)}>
            {text.remove}
          </Button>
        </span>
      )}
    </FormDialog>
  );
}
