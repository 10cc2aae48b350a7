import { RotateCw } from 'lucide-react';
import { useState } from 'react';

import type { QuarantineEntry } from '#shared/contract/types.ts';
import { hrefOf, setParams } from '#renderer/data/location-state.ts';
import { useCommand } from '#renderer/data/use-command.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { devicesText, reasonText } from '#renderer/text/devices.ts';
import { formatCount } from '#renderer/text/format.ts';
import { visibleText } from '#renderer/text/payload.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { PayloadView } from '#renderer/ui/PayloadView.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { useToast } from '#renderer/ui/use-toast.ts';

import styles from './DevicesScreen.module.css';
import { useFormatTitle } from '#renderer/data/use-format-title.ts';

const { quarantineView: text } = devicesText;

export interface QuarantinePanelProps {
  readonly entry: QuarantineEntry;
  /** Called after a retry, so that the list is asked for again. */
  readonly onRetried: () => void;
}

/** One refused message: why, its raw bytes, and a way to try it again. */
export function QuarantinePanel({ entry, onRetried }: QuarantinePanelProps) {
  const retry = useCommand('quarantine.retry');
  const toast = useToast();
  const mayCommand = useMayCommand();
  const [stillRefused, setStillRefused] = useState<string>();

  async function tryAgain(): Promise<void> {
    setStillRefused(undefined);
    const result = await retry.run({ quarantineId: entry.quarantineId });
    if (!result.ok) return;
    const { outcome, detail } = result.value;
    if (outcome === 'quarantined') setStillRefused(detail);
    else toast.show({ tone: 'ok', title: text.outcome[outcome], detail });
    onRetried();
  }

  return (
    <Panel
      title={reasonText[entry.reason]}
      subtitle={visibleText(entry.topic)}
      onClose={() => setParams({ entry: undefined })}
      footer={
        mayCommand && (
          <span className={styles['inlineValue']}>
            <Button
              icon={RotateCw}
              variant="primary"
              busy={retry.isBusy}
              onClick={() => void tryAgain()}
              data-tip={text.retryHint}
            >
              {text.retry}
            </Button>
            <span role="status">
              {stillRefused !== undefined && `${text.outcome.quarantined}: ${stillRefused}`}
            </span>
            {retry.error !== undefined && (
              <span role="alert">{`${text.failed}: ${retry.error.message}`}</span>
            )}
          </span>
        )
      }
    >
      <Section title={text.detail}>
        <p className={styles['detail']}>{visibleText(entry.detail)}</p>
      </Section>
      <Section title={text.payload}>
        <PayloadView base64={entry.payloadBase64} label={text.payload} />
        <p>
          <a
            href={hrefOf('/settings', {
              section: 'mappings',
              message: entry.quarantineId,
              topic: entry.topic,
            })}
          >
            {text.makeMapping}
          </a>
        </p>
      </Section>
      <Section title={text.facts}>
        <MessageFacts entry={entry} />
      </Section>
    </Panel>
  );
}

function MessageFacts({ entry }: { readonly entry: QuarantineEntry }) {
  const formatTitle = useFormatTitle();
  const { deviceId } = entry;
  return (
    <Facts
      items={[
        { label: text.topic, value: <code>{visibleText(entry.topic)}</code> },
        {
          label: text.device,
          value:
            deviceId === undefined ? (
              text.unknownAdapter
            ) : (
              <a href={hrefOf('/devices', { device: deviceId })}>{deviceId}</a>
            ),
        },
        {
          label: text.adapter,
          value: entry.adapter === undefined ? text.unknownAdapter : formatTitle(entry.adapter),
        },
        { label: text.count, value: formatCount(entry.count) },
        { label: text.first, value: <Time at={entry.firstTime} /> },
        { label: text.lastTime, value: <Time at={entry.lastTime} withAge /> },
        { label: text.part, value: entry.part ? text.partYes : text.partNo },
      ]}
    />
  );
}
