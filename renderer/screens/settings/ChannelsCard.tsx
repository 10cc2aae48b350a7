import { Plus, Send } from 'lucide-react';
import { useState } from 'react';

import type { NoticeChannelRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { channelKindText, noticesText } from '#renderer/text/notices.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { Card } from './Card.tsx';
import { ChannelDialog } from './ChannelDialog.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import own from './NoticesSection.module.css';
import styles from './SettingsScreen.module.css';

const { channels: text } = noticesText;

export interface ChannelsCardProps {
  readonly channels: readonly NoticeChannelRow[] | undefined;
  readonly error: Error | undefined;
  readonly onChanged: () => void;
}

type Open =
  | { readonly kind: 'edit'; readonly channel: NoticeChannelRow | undefined }
  | { readonly kind: 'remove'; readonly channel: NoticeChannelRow };

/** The ways to tell people, and whether they work. */
export function ChannelsCard({ channels, error, onChanged }: ChannelsCardProps) {
  const [open, setOpen] = useState<Open>();
  const remove = useCommand('noticeChannels.remove');
  const mayCommand = useMayCommand();
  const done = (): void => {
    setOpen(undefined);
    onChanged();
  };
  const removeIt = async (channelId: string): Promise<void> => {
    if ((await remove.run({ channelId })).ok) done();
  };
  return (
    <Card
      title={text.title}
      actions={
        mayCommand && (
          <Button size="sm" icon={Plus} onClick={() => setOpen({ kind: 'edit', channel: undefined })}>
            {text.create}
          </Button>
        )
      }
    >
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={channels} error={error} title={text.failed} onRetry={onChanged} />
      {channels?.length === 0 && <p className={styles['quiet']}>{text.empty}</p>}
      {channels !== undefined && channels.length > 0 && (
        <table className={styles['table']}>
          <thead>
            <tr>
              <ColumnHeads titles={text.columns} />
              <th>
                <span className="visually-hidden">{text.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <ChannelLine
                key={channel.channelId}
                channel={channel}
                onChanged={onChanged}
                onOpen={mayCommand ? (kind) => setOpen({ kind, channel }) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
      {open?.kind === 'edit' && (
        <ChannelDialog
          channel={open.channel}
          taken={new Set(channels?.map(({ channelId }) => channelId))}
          onSaved={done}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.kind === 'remove' && (
        <ConfirmDialog
          title={text.removeTitle(open.channel.name)}
          text={text.removeText}
          confirm={text.remove}
          isBusy={remove.isBusy}
          error={remove.error}
          onConfirm={() => void removeIt(open.channel.channelId)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  );
}

interface ChannelLineProps {
  readonly channel: NoticeChannelRow;
  readonly onChanged: () => void;
  /** Absent for those who may only look. */
  readonly onOpen: ((kind: Open['kind']) => void) | undefined;
}

function ChannelLine({ channel, onChanged, onOpen }: ChannelLineProps) {
  const test = useCommand('noticeChannels.test');
  const toast = useToast();
  const { channelId, name, kind, email, webhook, problem } = channel;
  async function tryIt(): Promise<void> {
    const outcome = await test.run({ channelId });
    if (outcome.ok && outcome.value.state === 'sent') toast.show({ tone: 'ok', title: text.testSent(name) });
    else {
      const detail = outcome.ok ? outcome.value.problem : outcome.error.message;
      toast.show({
        tone: 'bad',
        title: text.testFailed(name),
        ...(detail === undefined ? {} : { detail }),
      });
    }
    onChanged();
  }
  return (
    <tr>
      <th scope="row">
        {name} <span className={styles['quiet']}>{channelKindText[kind]}</span>
      </th>
      <td>{kind === 'email' ? email?.to.join(', ') : webhook?.url}</td>
      <td>
        <Age at={channel.lastSentTime} ago />
      </td>
      <td>
        <ChannelState channel={channel} />
        {problem !== undefined && <p className={own['problem']}>{problem}</p>}
      </td>
      <td>
        {onOpen !== undefined && (
          <span className={own['buttons']}>
            <Button
              size="sm"
              icon={Send}
              busy={test.isBusy}
              aria-label={text.testLabel(name)}
              onClick={() => void tryIt()}
            >
              {text.test}
            </Button>
            <Button size="sm" aria-label={text.editLabel(name)} onClick={() => onOpen('edit')}>
              {text.edit}
            </Button>
            <Button size="sm" aria-label={text.removeLabel(name)} onClick={() => onOpen('remove')}>
              {text.remove}
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}

function ChannelState({ channel: { enabled, problem, lastSentTime } }: Pick<ChannelLineProps, 'channel'>) {
  if (!enabled) return <Badge>{text.off}</Badge>;
  if (problem !== undefined) return <Badge tone="bad">{text.broken}</Badge>;
  if (lastSentTime === undefined) return <Badge>{text.untried}</Badge>;
  return <Badge tone="ok">{text.on}</Badge>;
}
