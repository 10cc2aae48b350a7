/** True for a topic that may be published to: not empty, no wildcards, no NUL. */
export function isTopicName(topic: string): boolean {
  return topic.length > 0 && !/[+#\0]/.test(topic);
}

/** True for a filter as MQTT defines it: `+` fills a whole level, `#` fills the last one. */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0 || filter.includes('\0')) return false;
  const levels = filter.split('/');
  return levels.every((level, index) => {
    if (level === '#') return index === levels.length - 1;
    return level === '+' || !/[+#]/.test(level);
  });
}

/** True when a message on `topic` belongs to a subscription to `filter` [MQTT-4.7]. */
export function topicMatches(filter: string, topic: string): boolean {
  return createTopicMatcher([filter])(topic);
}

interface Node {
  readonly children: Map<string, Node>;
  /** A filter ends on this level. */
  ends: boolean;
  /** A filter goes on with `#` here; it also matches this level itself. */
  hash: boolean;
}

function node(): Node {
  return { children: new Map(), ends: false, hash: false };
}

function plant(root: Node, filter: string): void {
  let at = root;
  for (const level of filter.split('/')) {
    if (level === '#') {
      at.hash = true;
      return;
    }
    let next = at.children.get(level);
    if (next === undefined) {
      next = node();
      at.children.set(level, next);
    }
    at = next;
  }
  at.ends = true;
}

function walk(at: Node, levels: readonly string[], index: number, wildcards: boolean): boolean {
  if (wildcards && at.hash) return true;
  const level = levels[index];
  if (level === undefined) return at.ends;
  const exact = at.children.get(level);
  // A topic level can itself be spelt '+' only where the topic is invalid; such topics never get here.
  if (exact !== undefined && walk(exact, levels, index + 1, true)) return true;
  const any = wildcards ? at.children.get('+') : undefined;
  return any !== undefined && walk(any, levels, index + 1, true);
}

/** Prepares many filters once; the result says whether a topic matches at least one of them. */
export function createTopicMatcher(filters: readonly string[]): (topic: string) => boolean {
  const root = node();
  for (const filter of filters) {
    if (isTopicFilter(filter)) plant(root, filter);
  }
  return (topic) => {
    if (!isTopicName(topic)) return false;
    // A wildcard on the first level does not reach topics of the server itself [MQTT-4.7.2-1].
    return walk(root, topic.split('/'), 0, !topic.startsWith('$'));
  };
}
