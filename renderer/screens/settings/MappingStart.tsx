import type { SourceRow } from '#shared/contract/types.ts';
import { useQuery } from '#renderer/data/use-query.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';

import { type MappingDraft, draftOf, filterOf, sourceNameOf } from './mapping-draft.ts';
import { MappingEditor } from './MappingEditor.tsx';

export interface MappingStartProps {
  readonly source: SourceRow | undefined;
  /** A message in quarantine to start from. */
  readonly messageId: string | undefined;
  readonly topic: string | undefined;
  readonly onSaved: () => void;
}

/** Finds the message to try a mapping on and the mapping to begin with, then lets it be edited. */
export function MappingStart({ source, messageId, topic, onSaved }: MappingStartProps) {
  const asked = useQuery(
    'quarantine.list',
    messageId === undefined ? undefined : { limit: 500, ...(topic === undefined ? {} : { topic }) },
  );
  const message = asked.data?.items.find(({ quarantineId }) => quarantineId === messageId);
  const sample = {
    topic: message?.topic ?? topic ?? '',
    payloadBase64: message?.payloadBase64 ?? '',
    receivedTime: message?.firstTime,
  };
  const isNew = source?.mapping === undefined;
  const isFound = messageId === undefined || asked.data !== undefined;
  const first = useQuery(
    'mappings.suggest',
    isNew && isFound
      ? { topic: sample.topic || 'site/device/data', payloadBase64: sample.payloadBase64 }
      : undefined,
  );
  const error = asked.error ?? first.error;
  const mapping = source?.mapping ?? first.data?.mapping;
  if (error !== undefined && mapping === undefined)
    return <ErrorState error={error} onRetry={() => [asked, first].forEach((each) => each.refresh())} />;
  if (mapping === undefined || !isFound) return <Skeleton width={40} />;
  const begin: MappingDraft = draftOf(
    source ?? {
      sourceId: sample.topic === '' ? '' : sourceNameOf(sample.topic),
      topicFilter: filterOf(mapping.topic ?? sample.topic),
    },
    mapping,
  );
  return <MappingEditor begin={begin} source={source} sample={sample} onSaved={onSaved} />;
}
