import { useState } from 'react';

import type { WebhookRow } from '#shared/contract/types.ts';

import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount } from '#renderer/text/format.ts';
import { senderHints, senderNames, sendersText as text } from '#renderer/text/senders.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';

import { Card } from './Card.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import { SenderSecretDialog } from './SenderSecretDialog.tsx';
import own from './SendersSection.module.css';
import styles from './SettingsScreen.module.css';

/** The addresses shops and tracking services send to, and how each is doing. */
export function SendersCard() {
  const { data, error, refresh } = useQuery('webhooks.list', {});
  const httpUrl = useQuery('engine.info', {}).data?.httpUrl ?? window.location.origin;
  const mayCommand = useMayCommand();
  const [editing, setEditing] = useState<WebhookRow>();
  return (
    <Card title={text.title}>
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={data} error={error} title={text.failed} onRetry={refresh} />
      {data !== undefined && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <ColumnHeads titles={text.columns} />
            </tr>
          </thead>
          <tbody>
            {data.items.map((sender) => (
              <SenderLine
                key={sender.provider}
                sender={sender}
                url={`${httpUrl}${sender.path}`}
                onEdit={mayCommand ? () => setEditing(sender) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
      <p className={styles['text']}>{text.unreachable}</p>
      {editing !== undefined && (
        <SenderSecretDialog
          sender={editing}
          onSaved={() => {
            setEditing(undefined);
            refresh();
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Card>
  );
}

interface SenderLineProps {
  readonly sender: WebhookRow;
  readonly url: string;
  /** Absent for those who may only look. */
  readonly onEdit: (() => void) | undefined;
}

function SenderLine({ sender, url, onEdit }: SenderLineProps) {
  const { provider, hasSecret, lastTime, taken, ignored, rejected, refused, reasons } = sender;
  const name = senderNames[provider];
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={own['line']}>
          <code>{url}</code>
          <CopyButton text={url} label={text.address(name)} />
        </span>
        <span className={own['hint']}>{senderHints[provider]}</span>
      </th>
      <td>
        <span className={own['line']}>
          <StatusDot tone={hasSecret ? 'ok' : 'quiet'} label={hasSecret ? text.hasSecret : text.noSecret} />
          {onEdit !== undefined && (
            <Button
              size="sm"
              aria-label={hasSecret ? text.replaceLabel(name) : text.setLabel(name)}
              onClick={onEdit}
            >
              {hasSecret ? text.replace : text.set}
            </Button>
          )}
        </span>
      </td>
      <td>
        <Age at={lastTime} ago />
      </td>
      <td>
        {text.counts(formatCount(taken), formatCount(ignored), formatCount(rejected))}
        {refused > 0 && <span className={own['hint']}>{text.refused(formatCount(refused))}</span>}
        {reasons.length > 0 && (
          <ul className={own['reasons']} aria-label={text.reasons(name)}>
            {reasons.map(({ outcome, reason, count }) => (
              <li key={`${outcome} ${reason}`}>
                {formatCount(count)} {text.reason[outcome]}: {reason}
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}
