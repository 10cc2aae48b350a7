import { Plus } from 'lucide-react';

import type { SourceRow } from '#shared/contract/types.ts';
import { hrefOf, navigate, useLocationState } from '#renderer/data/location-state.ts';
import { useMayCommand } from '#renderer/data/use-presence.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { mappingsText as text } from '#renderer/text/mappings.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import { Card } from './Card.tsx';
import { MappingStart } from './MappingStart.tsx';
import styles from './SettingsScreen.module.css';

/** Sources with their mappings, or the one that is being made. */
export function MappingsSection() {
  const { params } = useLocationState();
  const { source, message, topic } = params;
  const { data, error, refresh } = useQuery('sources.list', {});
  const sources = data?.items;
  if (sources === undefined)
    return error === undefined ? <Skeleton width={40} /> : <ErrorState error={error} onRetry={refresh} />;
  if (source !== undefined || message !== undefined) {
    return (
      <MappingStart
        key={`${source ?? ''} ${message ?? ''}`}
        source={sources.find(({ sourceId }) => sourceId === source)}
        messageId={message}
        topic={topic}
        onSaved={refresh}
      />
    );
  }
  return <SourceList sources={sources} />;
}

function SourceList({ sources }: { readonly sources: readonly SourceRow[] }) {
  const mayCommand = useMayCommand();
  return (
    <Card
      title={text.title}
      actions={
        mayCommand && (
          <Button
            size="sm"
            icon={Plus}
            onClick={() => navigate('/settings', { section: 'mappings', source: 'new' })}
          >
            {text.create}
          </Button>
        )
      }
    >
      <p className={styles['text']}>{text.text}</p>
      {sources.length === 0 ? (
        <p className={styles['quiet']}>
          {text.empty}. {text.emptyText}{' '}
          <a href={hrefOf('/devices', { tab: 'quarantine' })}>{text.quarantine}</a>
        </p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{text.columns.source}</th>
              <th scope="col">{text.columns.topics}</th>
              <th scope="col">{text.columns.format}</th>
              <th scope="col">{text.columns.version}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((each) => (
              <SourceLine key={each.sourceId} source={each} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function SourceLine({ source }: { readonly source: SourceRow }) {
  const { sourceId, topicFilter, format, mapping, mappingVersion } = source;
  const by = format === 'auto' ? text.byContent : format;
  return (
    <tr>
      <th scope="row">
        <a
          href={hrefOf('/settings', { section: 'mappings', source: sourceId })}
          aria-label={text.openLabel(sourceId)}
        >
          {sourceId}
        </a>
      </th>
      <td>
        <code>{topicFilter}</code>
      </td>
      <td>{mapping === undefined ? by : text.mapped}</td>
      <td>{mappingVersion ?? ''}</td>
    </tr>
  );
}
