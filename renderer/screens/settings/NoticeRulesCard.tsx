import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { NoticeChannelRow, NoticeRuleEntry } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { alertKindText, severityText } from '#renderer/text/alerts.ts';
import { formatDuration } from '#renderer/text/format.ts';
import { noticesText } from '#renderer/text/notices.ts';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';

import { Card } from './Card.tsx';
import { NoticeRuleDialog } from './NoticeRuleDialog.tsx';
import own from './NoticesSection.module.css';
import styles from './SettingsScreen.module.css';

const { rules: text } = noticesText;

type Open =
  | { readonly kind: 'edit'; readonly rule: NoticeRuleEntry | undefined }
  | { readonly kind: 'remove'; readonly rule: NoticeRuleEntry };

/** Who is told of which alerts. */
export function NoticeRulesCard({ channels }: { readonly channels: readonly NoticeChannelRow[] }) {
  const { data, error, refresh } = useQuery('noticeRules.list', {});
  const [open, setOpen] = useState<Open>();
  const remove = useCommand('noticeRules.remove');
  const mayCommand = useMayCommand();
  const done = (): void => {
    setOpen(undefined);
    refresh();
  };
  const removeIt = async (ruleId: string): Promise<void> => {
    if ((await remove.run({ ruleId })).ok) done();
  };
  return (
    <Card
      title={text.title}
      actions={
        mayCommand && (
          <Button size="sm" icon={Plus} onClick={() => setOpen({ kind: 'edit', rule: undefined })}>
            {text.create}
          </Button>
        )
      }
    >
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={data} error={error} title={text.failed} onRetry={refresh} />
      {data?.items.length === 0 && <p className={styles['quiet']}>{text.empty}</p>}
      <ul>
        {data?.items.map((rule) => (
          <RuleItem
            key={rule.ruleId}
            rule={rule}
            channels={channels}
            onOpen={mayCommand ? (kind) => setOpen({ kind, rule }) : undefined}
          />
        ))}
      </ul>
      {open?.kind === 'edit' && (
        <NoticeRuleDialog
          rule={open.rule}
          taken={new Set(data?.items.map(({ ruleId }) => ruleId))}
          channels={channels}
          onSaved={done}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.kind === 'remove' && (
        <ConfirmDialog
          title={text.removeTitle(open.rule.name)}
          text={text.removeText}
          confirm={text.remove}
          isBusy={remove.isBusy}
          error={remove.error}
          onConfirm={() => void removeIt(open.rule.ruleId)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Card>
  );
}

interface RuleItemProps {
  readonly rule: NoticeRuleEntry;
  readonly channels: readonly NoticeChannelRow[];
  readonly onOpen: ((kind: Open['kind']) => void) | undefined;
}

function RuleItem({ rule, channels, onOpen }: RuleItemProps) {
  const { name, enabled, minSeverity, kinds, assignTo, steps, quietHours } = rule;
  const kindWords = kinds.length === 0 ? text.allKinds : kinds.map((kind) => alertKindText[kind]).join(', ');
  const nameOf = (id: string): string => channels.find(({ channelId }) => channelId === id)?.name ?? id;
  const except = quietHours?.exceptFrom;
  return (
    <li className={own['rule']}>
      <div className={own['ruleHead']}>
        <h3>{name}</h3>
        {!enabled && <Badge>{text.off}</Badge>}
        {onOpen !== undefined && (
          <span className={own['buttons']}>
            <Button size="sm" aria-label={text.editLabel(name)} onClick={() => onOpen('edit')}>
              {text.edit}
            </Button>
            <Button size="sm" aria-label={text.removeLabel(name)} onClick={() => onOpen('remove')}>
              {text.remove}
            </Button>
          </span>
        )}
      </div>
      <ul className={own['lines']}>
        <li>{text.which(severityText[minSeverity], kindWords)}</li>
        {assignTo !== undefined && <li>{text.owner(assignTo)}</li>}
        {steps.map(({ afterS, channelIds }) => (
          <li key={afterS}>
            {afterS === 0 ? text.atOnce : text.after(formatDuration(afterS))}:{' '}
            {channelIds.map(nameOf).join(', ')}
          </li>
        ))}
        {quietHours !== undefined && (
          <li>
            {text.quiet(quietHours.from, quietHours.to)}
            {except === undefined ? '' : text.except(severityText[except])}
          </li>
        )}
      </ul>
    </li>
  );
}
