import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { TokenEntry } from '#shared/contract/types.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { Card } from './Card.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import styles from './SettingsScreen.module.css';
import { TokenTable } from './TokenTable.tsx';

const { access: text } = settingsText;

/** Who else may use this engine, and how. */
export function AccessSection() {
  const { data, error, refresh } = useQuery('tokens.list', {});
  const httpUrl = useQuery('engine.info', {}).data?.httpUrl;
  const mayCommand = useMayCommand();
  const [isMaking, setMaking] = useState(false);
  const [leaving, setLeaving] = useState<TokenEntry>();
  const create = mayCommand && (
    <Button icon={Plus} size="sm" onClick={() => setMaking(true)}>
      {text.create}
    </Button>
  );
  return (
    <>
      <Card title={text.api}>
        {httpUrl === undefined ? (
          <p className={styles['quiet']}>{text.apiNone}</p>
        ) : (
          <span className={styles['inline']}>
            <code>{`${httpUrl}/api/v1`}</code>
            <CopyButton text={`${httpUrl}/api/v1`} label={text.api.toLowerCase()} />
          </span>
        )}
      </Card>
      <Card title={text.tokens} actions={create}>
        <p className={styles['text']}>{text.text}</p>
        {data === undefined &&
          (error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />)}
        {data?.items.length === 0 && <EmptyState title={text.empty}>{text.emptyText}</EmptyState>}
        {data !== undefined && data.items.length > 0 && (
          <TokenTable tokens={data.items} {...(mayCommand ? { onRevoke: setLeaving } : {})} />
        )}
      </Card>
      {isMaking && <NewTokenDialog httpUrl={httpUrl} onMade={refresh} onClose={() => setMaking(false)} />}
      {leaving !== undefined && (
        <RevokeDialog token={leaving} onRevoked={refresh} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

interface RevokeDialogProps {
  readonly token: TokenEntry;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

function RevokeDialog({ token, onRevoked, onClose }: RevokeDialogProps) {
  const revoke = useCommand('tokens.revoke');
  const toast = useToast();

  async function confirm(): Promise<void> {
    const outcome = await revoke.run({ tokenId: token.tokenId });
    if (!outcome.ok) return;
    toast.show({ tone: 'ok', title: text.revoked });
    onRevoked();
    onClose();
  }

  return (
    <ConfirmDialog
      title={text.revokeTitle}
      text={text.revokeText}
      confirm={text.revoke}
      isBusy={revoke.isBusy}
      error={revoke.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
