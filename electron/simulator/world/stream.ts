import { hourMs } from '#shared/domain/time.ts';

import type { Device } from './devices.ts';
import type { Item } from './item.ts';
import { openingItems } from './opening.ts';
import { TimeQueue } from './queue.ts';
import type { Speaker } from './speakers.ts';
import { speakersOf } from './speakers.ts';
import { firstTick, tickAt } from './ticks.ts';
import { waveHours } from './wave.ts';
import { waveItems } from './wave-items.ts';
import type { World } from './world.ts';

export interface StreamOptions {
  readonly fromMs: number;
  /** Exclusive end; endless without it. */
  readonly toMs?: number;
  /** How much of what sensors and trackers said before `fromMs` is handed over at the start. */
  readonly backfillMs: number;
  /** Which devices speak by the clock; all without it. */
  readonly speaks?: (device: Device) => boolean;
}

type Source =
  | { readonly kind: 'speaker'; readonly speaker: Speaker; readonly n: number }
  | { readonly kind: 'wave'; readonly items: readonly Item[]; readonly next: number }
  | { readonly kind: 'new-wave'; readonly day: number };

/**
 * The simulated world from an instant on, by time. It begins with the opening: orders under way at `fromMs` and all
 * that was scanned of them, so that no parcel comes from nowhere.
 */
export function* stream(world: World, options: StreamOptions): Generator<Item, void, undefined> {
  const end = options.toMs ?? Number.POSITIVE_INFINITY;
  const queue = new TimeQueue<Source>();
  const { speaks = () => true } = options;
  const speakers = speakersOf(world).filter(({ device }) => speaks(device));
  const waves: (readonly Item[])[] = [];
  let day = firstDay(world, options.fromMs);
  for (; waveBegin(world, day) <= options.fromMs; day++) waves.push(waveItems(world.plan(day)));

  yield* openingItems(waves, speakers, options);
  for (const items of waves) {
    const next = items.findIndex((item) => item.atMs >= options.fromMs);
    if (next >= 0) queue.push(items[next]?.atMs ?? 0, { kind: 'wave', items, next });
  }
  queue.push(waveBegin(world, day), { kind: 'new-wave', day });
  for (const speaker of speakers) {
    const n = firstTick(speaker.ticking, options.fromMs);
    queue.push(tickAt(speaker.ticking, n) + speaker.latencyMs, { kind: 'speaker', speaker, n });
  }

  for (let turn = queue.pop(); turn !== undefined && turn.atMs < end; turn = queue.pop()) {
    const item = advance(world, queue, turn.value);
    if (item !== undefined) yield item;
  }
}

/** Takes the next item of a source and puts the source back in line. */
function advance(world: World, queue: TimeQueue<Source>, source: Source): Item | undefined {
  if (source.kind === 'speaker') {
    const { speaker, n } = source;
    queue.push(tickAt(speaker.ticking, n + 1) + speaker.latencyMs, { ...source, n: n + 1 });
    return speaker.speak(n);
  }
  if (source.kind === 'wave') {
    const following = source.items[source.next + 1];
    if (following !== undefined) queue.push(following.atMs, { ...source, next: source.next + 1 });
    return source.items[source.next];
  }
  const items = waveItems(world.plan(source.day));
  if (items[0] !== undefined) queue.push(items[0].atMs, { kind: 'wave', items, next: 0 });
  queue.push(waveBegin(world, source.day + 1), { kind: 'new-wave', day: source.day + 1 });
  return undefined;
}

function waveBegin(world: World, day: number): number {
  return world.options.calendar.baseOf(day) + waveHours.first * hourMs;
}

/** The oldest day whose regular deliveries are not over yet. */
function firstDay(world: World, fromMs: number): number {
  const { calendar } = world.options;
  let day = calendar.dayOf(fromMs) - 2;
  while (calendar.baseOf(day) + waveHours.lastRegular * hourMs <= fromMs) day++;
  return day;
}
