import { topicMatches } from '#shared/domain/topic-filter.ts';

import type { Adapter, DecodeContext } from './adapter.ts';
import { compareSpecificity, coversFilter, type Router } from './routing.ts';

/** A topic filter that is taken in beside the documented ones. */
export interface Source {
  readonly topicFilter: string;
  /** `auto`, or the id of a format. */
  readonly format: string;
  readonly siteId?: string | undefined;
}

/** The source a topic belongs to: the one with the most specific filter. */
export function sourceOf(sources: Iterable<Source>, topic: string): Source | undefined {
  return [...sources]
    .filter((source) => topicMatches(source.topicFilter, topic))
    .toSorted((a, b) => compareSpecificity(a.topicFilter, b.topicFilter))[0];
}

/** The format of a message: the one its source names, else the one its topic and content show. */
export function formatOf(
  router: Router,
  source: Source | undefined,
  payload: Uint8Array,
  context: DecodeContext,
): Adapter | undefined {
  const named =
    source === undefined || source.format === 'auto' ? undefined : router.adapterById(source.format);
  return named ?? router.adapterFor(payload, context);
}

/** All filters to subscribe, without those that another one covers: no message arrives twice because of them. */
export function allFilters(documented: readonly string[], sources: Iterable<Source>): string[] {
  const all = [...new Set([...documented, ...[...sources].map((source) => source.topicFilter)])];
  return all.filter((filter) => !all.some((other) => other !== filter && coversFilter(other, filter)));
}

/** True for what Waymark publishes itself: it is never taken in, however wide a filter is. */
export function isOwnTopic(topic: string): boolean {
  return (
    topic.startsWith('waymark/out/') ||
    (topic.endsWith('/verdict') && /^waymark\/v1\/[^/]+\/[^/]+\/verdict$/.test(topic))
  );
}
