import type { BrokerStateRow } from '#shared/contract/types.ts';
import { hrefOf } from '#renderer/data/location-state.ts';
import { useMayCommand, usePresence } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatCount } from '#renderer/text/format.ts';
import { publishCommand } from '#renderer/text/publish-command.ts';
import { mosquittoSettings, settingsText } from '#renderer/text/settings.ts';
import { shellText } from '#renderer/text/shell.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { CodeBlock } from '#renderer/ui/CodeBlock.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { type Fact, Facts } from '#renderer/ui/Facts.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { StatusDot } from '#renderer/ui/StatusDot.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import type { Tone } from '#renderer/ui/tone.ts';

import { BrokerPasswords } from './BrokerPasswords.tsx';
import { BrokerTest } from './BrokerTest.tsx';
import { Card } from './Card.tsx';
import styles from './SettingsScreen.module.css';

const { broker: text } = settingsText;
const exampleReading = {
  topic: 'waymark/v1/DEPOT-1/test-1/reading',
  payload: '{"temperatureC":4.2,"humidityPct":61}',
};

/** Where devices publish, how the brokers are, and what a broker of one's own needs. */
export function BrokerSection() {
  const brokers = usePresence().engine?.brokers ?? [];
  const info = useQuery('engine.info', {});
  const mayCommand = useMayCommand();
  // Only the desktop shell keeps passwords; a station gets them on its command line.
  const passwords = window.waymark?.brokerPasswords;
  return (
    <>
      <Card title={text.publishTitle}>
        <p className={styles['text']}>{text.publishText}</p>
        {info.error !== undefined && info.data === undefined && (
          <ErrorState error={info.error} onRetry={info.refresh} />
        )}
        {info.data === undefined && info.error === undefined && <Skeleton width={28} />}
        {info.data !== undefined && <PublishAddress url={info.data.brokerUrl} />}
      </Card>
      {brokers.map((broker) => (
        <BrokerCard key={broker.brokerId} broker={broker} />
      ))}
      {passwords !== undefined && <BrokerPasswords bridge={passwords} />}
      {mayCommand && <BrokerTest />}
      <Card title={text.mosquittoTitle}>
        <p className={styles['text']}>{text.mosquittoText}</p>
        <CodeBlock text={mosquittoSettings} label={text.mosquittoLabel} />
        <p className={styles['text']}>{text.mosquittoMore}</p>
      </Card>
    </>
  );
}

function PublishAddress({ url }: { readonly url: string }) {
  return (
    <>
      <div className={styles['address']}>
        <code>{url}</code>
        <CopyButton text={url} label={text.address} />
      </div>
      <p className={styles['label']}>{text.example}</p>
      <CodeBlock text={publishCommand(url, exampleReading)} label={text.exampleLabel} wrap />
      <p className={styles['text']}>
        {text.exampleTopicText} <code>{text.exampleTopic}</code>.<br />
        <a href={hrefOf('/settings', { section: 'formats' })}>{text.exampleFormatsText}</a>
      </p>
    </>
  );
}

const linkTones: Readonly<Record<BrokerStateRow['link'], Tone>> = {
  connected: 'ok',
  connecting: 'quiet',
  offline: 'bad',
};

function BrokerCard({ broker }: { readonly broker: BrokerStateRow }) {
  const items: Fact[] = [
    {
      label: text.state,
      value: <StatusDot tone={linkTones[broker.link]} label={shellText.brokerLink[broker.link]} />,
    },
    { label: shellText.since, value: <Time at={broker.since} withAge /> },
    { label: shellText.lastMessage, value: <Age at={broker.lastMessageTime} ago /> },
    { label: text.reconnects, value: formatCount(broker.reconnects) },
  ];
  if (broker.protocol !== undefined) items.push({ label: text.protocol, value: broker.protocol });
  if (broker.kind === 'external')
    items.push({ label: text.session, value: sessionText(broker.sessionPresent) });
  if (broker.clients !== undefined) items.push({ label: text.clients, value: formatCount(broker.clients) });
  return (
    <Card title={shellText.brokerKind[broker.kind]} actions={<code>{broker.url}</code>}>
      <Facts items={items} />
      {broker.problem !== undefined && <p className={styles['problem']}>{broker.problem}</p>}
    </Card>
  );
}

function sessionText(present: boolean | undefined): string {
  if (present === undefined) return text.sessionUnknown;
  return present ? text.sessionKept : text.sessionNew;
}
