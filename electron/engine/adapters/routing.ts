import { topicMatches } from '#shared/domain/topic-filter.ts';

import type { Adapter, DecodeContext } from './adapter.ts';
import { adapters } from './index.ts';

/** Topics remembered with their formats; enough for every device of a large site. */
const rememberedTopics = 20_000;

export interface Router {
  /**
   * The format of a message. Of the formats that document its topic the most specific filter comes first; those
   * with a fingerprint must know the content. What none of them knows is tried by content against every format
   * whose topic is free. Undefined: nobody understands it.
   */
  adapterFor(payload: Uint8Array, context: DecodeContext): Adapter | undefined;
  /** The format of this id, for sources whose format is configured. */
  adapterById(id: string): Adapter | undefined;
}

export function createRouter(registry: readonly Adapter[]): Router {
  const byId = new Map(registry.map((adapter) => [adapter.id, adapter]));
  const free = registry.filter((adapter) => adapter.match !== undefined);
  const known = new Map<string, readonly Adapter[]>();

  function ownersOf(topic: string): readonly Adapter[] {
    let owners = known.get(topic);
    if (owners === undefined) {
      owners = adaptersOf(registry, topic);
      if (known.size >= rememberedTopics) known.clear();
      known.set(topic, owners);
    }
    return owners;
  }

  return {
    adapterById: (id) => byId.get(id),
    adapterFor(payload, context) {
      const owners = ownersOf(context.topic);
      const fits = (adapter: Adapter): boolean => adapter.match?.(payload, context) ?? true;
      // A message on a format's own topic that looks like nothing known is refused by that format, with its reasons.
      return owners.find(fits) ?? free.find(fits) ?? owners[0];
    },
  };
}

const router = createRouter(adapters);

/** The format of a message among all known ones. */
export function adapterFor(payload: Uint8Array, context: DecodeContext): Adapter | undefined {
  return router.adapterFor(payload, context);
}

/** Formats with a filter for this topic, the most specific filter first. */
function adaptersOf(registry: readonly Adapter[], topic: string): Adapter[] {
  return registry
    .flatMap((adapter) => {
      const [best] = adapter.topics
        .filter((filter) => topicMatches(filter, topic))
        .toSorted(compareSpecificity);
      return best === undefined ? [] : [{ adapter, filter: best }];
    })
    .toSorted((a, b) => compareSpecificity(a.filter, b.filter))
    .map(({ adapter }) => adapter);
}

/** The filters of all formats, without those that another one covers: no message arrives twice because of them. */
export function defaultFilters(registry: readonly Adapter[] = adapters): string[] {
  const all = [...new Set(registry.flatMap((adapter) => adapter.topics))];
  return all.filter((filter) => !all.some((other) => other !== filter && coversFilter(other, filter)));
}

/** True when every topic that matches `inner` also matches `outer`. */
export function coversFilter(outer: string, inner: string): boolean {
  const wide = outer.split('/');
  const narrow = inner.split('/');
  if (narrow[0]?.startsWith('$') === true && (wide[0] === '+' || wide[0] === '#')) return false;
  for (let i = 0; i < wide.length; i += 1) {
    if (wide[i] === '#') return true;
    if (i >= narrow.length || narrow[i] === '#') return false;
    if (wide[i] !== '+' && wide[i] !== narrow[i]) return false;
  }
  return wide.length === narrow.length;
}

/** Orders filters from the most to the least specific: at the first difference a name beats '+' beats '#'. */
export function compareSpecificity(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = vagueness(left[i]) - vagueness(right[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function vagueness(level: string | undefined): number {
  if (level === '#') return 3;
  if (level === '+') return 1;
  return level === undefined ? 2 : 0;
}
