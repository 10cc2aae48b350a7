import type { ParamsOut } from '#shared/contract/index.ts';
import { isTopicFilter } from '#shared/domain/topic-filter.ts';
import { DomainError } from '#shared/result.ts';

import type { EngineParts } from './engine-parts.ts';

export function sourceHandlers({ store, adapters, onSourcesChanged }: EngineParts) {
  return {
    'sources.list': () => ({
      items: [...store.sources.all()].map(({ siteId, ...source }) =>
        siteId === undefined ? source : { ...source, siteId },
      ),
    }),
    'sources.put': (params: ParamsOut<'sources.put'>) => {
      const { topicFilter, format } = params;
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
      store.sources.put(params);
      onSourcesChanged();
      return params;
    },
    'sources.remove': (params: ParamsOut<'sources.remove'>) => {
      if (!store.sources.drop(params.sourceId))
        throw new DomainError('not-found', `There is no source ${params.sourceId}.`);
      onSourcesChanged();
      return params;
    },
  };
}
