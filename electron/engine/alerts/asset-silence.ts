const forever = Number.MAX_SAFE_INTEGER;

/** A span of event time; without an end it goes on. */
export interface Time {
  readonly start: number;
  readonly end: number | undefined;
}

/** A sensor that was with something for a time, and when it was silent; of one that never spoke nothing is known but that. */
export interface Watcher {
  readonly sensorId: string;
  readonly from: number;
  readonly to: number | undefined;
  /** Undefined where it never said anything. */
  readonly silences: readonly Time[] | undefined;
}

/** A time in which nothing that was with something spoke. */
export interface UnwatchedTime extends Time {
  /** Who was silent as it began. */
  readonly sensorIds: readonly string[];
}

/**
 * When nobody watched a thing that several sensors are with: all of them silent at once. As long as one of them speaks
 * it is watched, and with a single one its own silence says all there is to say. Pure; the order of what is given makes
 * no difference.
 */
export function unwatchedTimes(watchers: readonly Watcher[]): UnwatchedTime[] {
  const bounds = [...new Set(watchers.flatMap(boundsOf))].sort((a, b) => a - b);
  const found: { start: number; end: number | undefined; sensorIds: readonly string[] }[] = [];
  let open: (typeof found)[number] | undefined;
  for (const at of bounds) {
    const there = watchers.filter(({ from, to = forever }) => from <= at && at < to);
    const sensorIds = [...new Set(there.map(({ sensorId }) => sensorId))].sort();
    const isUnwatched =
      sensorIds.length > 1 &&
      there.some(({ silences }) => silences !== undefined) &&
      there.every((watcher) => isSilent(watcher, at));
    if (isUnwatched && open === undefined) found.push((open = { start: at, end: undefined, sensorIds }));
    else if (!isUnwatched && open !== undefined) {
      open.end = at;
      open = undefined;
    }
  }
  return found;
}

function boundsOf({ from, to, silences = [] }: Watcher): number[] {
  const all = [from, to, ...silences.flatMap(({ start, end }) => [start, end])];
  return all.filter((bound) => bound !== undefined);
}

function isSilent({ silences }: Watcher, at: number): boolean {
  return silences === undefined || silences.some(({ start, end = forever }) => start <= at && at < end);
}
