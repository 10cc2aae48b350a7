import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import { isTopicFilter } from '#shared/domain/topic-filter.ts';
import { DomainError } from '#shared/result.ts';

import { compact } from '../live/rows.ts';
import type { SourceConfig } from '../store/sources.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { checkMapping } from './mappings.ts';

export function sourceHandlers({ store, clock, adapters, onSourcesChanged }: EngineParts) {
  return {
    'sources.list': () => ({
      items: [...store.sources.all()].map(sourceRow),
    }),
    'sources.put': (params: ParamsOut<'sources.put'>, { session }: RequestContext) => {
      const { topicFilter, format, mapping } = params;
      if (!isTopicFilter(topicFilter))
        throw new DomainError('invalid-request', `'${topicFilter}' is not an MQTT topic filter.`, {
          field: 'topicFilter',
        });
      if (topicFilter.startsWith('waymark/out') || topicFilter === '#') {
        throw new DomainError(
          'invalid-request',
          'Waymark does not take in what it publishes itself; name the topics of the devices.',
          { field: 'topicFilter' },
        );
      }
      if (format !== 'auto' && !adapters.some((adapter) => adapter.id === format)) {
        throw new DomainError('invalid-request', `'${format}' is not a format that is understood.`, {
          field: 'format',
        });
      }
      if (mapping !== undefined) {
        if (format !== 'auto')
          throw new DomainError('invalid-request', 'A source has a format or a mapping, not both.', {
            field: 'format',
          });
        checkMapping(mapping, topicFilter);
      }
      const saved = store.sources.put(params, { time: clock.now(), by: session.actor });
      onSourcesChanged();
      return sourceRow(saved);
    },
    'sources.remove': (params: ParamsOut<'sources.remove'>) => {
      if (!store.sources.drop(params.sourceId))
        throw new DomainError('not-found', `There is no source ${params.sourceId}.`);
      onSourcesChanged();
      return params;
    },
  };
}

function sourceRow(source: SourceConfig): ResultOf<'sources.put'> {
  return compact({ ...source }) as ResultOf<'sources.put'>;
}
