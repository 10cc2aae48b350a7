import { RotateCw } from 'lucide-react';

import type { EngineInfoResult } from '#shared/contract/types.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { formatBytes, formatCount } from '#renderer/text/format.ts';
import { settingsText } from '#renderer/text/settings.ts';
import { Age } from '#renderer/ui/Age.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Facts } from '#renderer/ui/Facts.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Time } from '#renderer/ui/Time.tsx';
import { Value } from '#renderer/ui/Value.tsx';

import { Card } from './Card.tsx';
import { LegalHoldsCard } from './LegalHoldsCard.tsx';
import styles from './SettingsScreen.module.css';
import { StorageCards } from './StorageCards.tsx';

const { data: text } = settingsText;

/** Where the data is kept and how much of it there is. */
export function DataSection() {
  const { data, error, isLoading, loadedAt, refresh } = useQuery('engine.info', {});
  if (data === undefined)
    return error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />;
  return (
    <>
      <Card title={text.where}>
        <Facts items={placeFacts(data)} />
      </Card>
      <Card
        title={text.rows}
        actions={
          <Button size="sm" icon={RotateCw} busy={isLoading} onClick={refresh}>
            {text.refresh}
          </Button>
        }
      >
        <Facts items={[...countFacts(data), { label: text.asOf, value: <Age at={loadedAt} ago /> }]} />
      </Card>
      <StorageCards />
      <LegalHoldsCard />
    </>
  );
}

function placeFacts(info: EngineInfoResult) {
  const folder = (
    <span className={styles['inline']}>
      <code>{info.dataDir}</code>
      <CopyButton text={info.dataDir} label={text.folderLabel} />
    </span>
  );
  return [
    { label: text.folder, value: folder },
    { label: text.size, value: <Value measured={formatBytes(info.store.bytes)} /> },
    { label: text.database, value: <code>{info.databaseId}</code> },
    { label: text.schema, value: String(info.schemaVersion) },
    { label: text.started, value: <Time at={info.startTime} withAge /> },
    { label: text.zone, value: info.timeZone },
  ];
}

function countFacts({ store }: EngineInfoResult) {
  return (['readings', 'positions', 'scans', 'orders'] as const).map((name) => ({
    label: text[name],
    value: formatCount(store[name]),
  }));
}
