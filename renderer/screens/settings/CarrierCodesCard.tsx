import { useState } from 'react';

import { type CarrierMilestone, carrierMilestones } from '#shared/domain/carrier-milestone.ts';
import type { CarrierCodeRow } from '#shared/contract/types.ts';

import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount } from '#renderer/text/format.ts';
import { meaningNames, sendersText } from '#renderer/text/senders.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Awaited } from '#renderer/ui/Awaited.tsx';
import { Badge } from '#renderer/ui/Badge.tsx';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Select } from '#renderer/ui/Select.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import { Card } from './Card.tsx';
import { ColumnHeads } from './ColumnHeads.tsx';
import own from './SendersSection.module.css';
import styles from './SettingsScreen.module.css';

const text = sendersText.codes;

interface Choice {
  readonly code: CarrierCodeRow;
  readonly milestone: CarrierMilestone;
}

const options = [
  { value: '', label: text.choose },
  ...carrierMilestones.map((value) => ({ value, label: meaningNames[value] })),
] as const;

/** Every code a carrier has used, and what it means; those nobody has said the meaning of come first. */
export function CarrierCodesCard() {
  const { data, error, refresh } = useQuery('carriers.codes', {});
  const mayCommand = useMayCommand();
  const map = useCommand('carriers.mapCode');
  const toast = useToast();
  const [choice, setChoice] = useState<Choice>();

  async function confirm({ code, milestone }: Choice): Promise<void> {
    const { provider, carrier, rawCode } = code;
    if (!(await map.run({ provider, carrier, rawCode, milestone })).ok) return;
    toast.show({ tone: 'ok', title: text.done });
    setChoice(undefined);
    refresh();
  }

  return (
    <Card title={text.title}>
      <p className={styles['text']}>{text.text}</p>
      <Awaited data={data} error={error} title={text.failed} onRetry={refresh} />
      {data?.items.length === 0 && <EmptyState title={text.empty}>{text.emptyText}</EmptyState>}
      {data !== undefined && data.items.length > 0 && (
        <>
          <p className={styles['text']}>
            {text.state(formatCount(data.mappingVersion), formatCount(data.unmapped))}
          </p>
          <table className={styles['table']}>
            <thead>
              <tr>
                <ColumnHeads titles={text.columns} />
              </tr>
            </thead>
            <tbody>
              {data.items.map((code) => (
                <CodeLine
                  key={JSON.stringify([code.provider, code.carrier, code.rawCode, code.milestone])}
                  code={code}
                  onChoose={mayCommand ? (milestone) => setChoice({ code, milestone }) : undefined}
                />
              ))}
            </tbody>
          </table>
        </>
      )}
      {choice !== undefined && (
        <ConfirmDialog
          title={text.confirmTitle(choice.code.rawCode, meaningNames[choice.milestone])}
          text={text.confirmText(text.events(formatCount(choice.code.count)))}
          confirm={text.confirm}
          isBusy={map.isBusy}
          error={map.error}
          onConfirm={() => void confirm(choice)}
          onClose={() => setChoice(undefined)}
        />
      )}
    </Card>
  );
}

interface CodeLineProps {
  readonly code: CarrierCodeRow;
  /** Absent for those who may only look. */
  readonly onChoose: ((milestone: CarrierMilestone) => void) | undefined;
}

function CodeLine({ code, onChoose }: CodeLineProps) {
  const { provider, carrier, rawCode, milestone, count, lastTime, example } = code;
  return (
    <tr>
      <th scope="row">
        <code>{rawCode}</code>
        <span className={own['hint']}>{text.via(carrier, provider)}</span>
      </th>
      <td>{example}</td>
      <td>{formatCount(count)}</td>
      <td>
        <Age at={lastTime} ago />
      </td>
      <td>
        {milestone !== null && meaningNames[milestone]}
        {milestone === null && onChoose === undefined && <Badge>{text.choose}</Badge>}
        {milestone === null && onChoose !== undefined && (
          <Select
            aria-label={text.meaningOf(rawCode)}
            value=""
            options={options}
            onValueChange={(value) => value !== '' && onChoose(value)}
          />
        )}
      </td>
    </tr>
  );
}
