import type { Decoded, Observation } from '#shared/domain/observation.ts';

import { oddities } from './mutate.ts';

/** A message with one of its JSON values replaced. */
export interface LeafChange {
  readonly text: string;
  readonly original: string;
  /** Which value it is: the same for every change of it. */
  readonly place: string;
  /** The message with the same value replaced by this text instead; undefined: with its field left out. */
  readonly replaced: (by: string) => string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const hole = '\u0001hole\u0001';

/** Picks one value of a JSON message and puts something odd in its place; undefined where there is none. */
export function mutateLeaf(original: string, random: () => number): LeafChange | undefined {
  let root: Json;
  try {
    root = JSON.parse(original) as Json;
  } catch {
    return undefined;
  }
  const paths = leavesOf(root, []);
  const path = paths[Math.floor(random() * paths.length)];
  if (path === undefined || path.length === 0) return undefined;
  const open = JSON.stringify(withHole(root, path));
  const replaced = (by: string): string => open.replace(JSON.stringify(hole), () => by);
  const oddity = oddities[Math.floor(random() * oddities.length)] ?? 'null';
  return { text: replaced(oddity), original, place: JSON.stringify(path), replaced };
}

function leavesOf(value: Json, path: readonly (string | number)[]): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, child]) =>
    leavesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function withHole(value: Json, [first, ...rest]: readonly (string | number)[]): Json {
  if (first === undefined) return hole;
  if (Array.isArray(value)) return value.map((each, i) => (i === first ? withHole(each, rest) : each));
  const fields = value as { [key: string]: Json };
  return { ...fields, [first]: withHole(fields[first] ?? null, rest) };
}

/** Ordinary values: what moves with them is what the value says. */
const ordinary = [
  '0',
  '1',
  '7.25',
  '-3',
  '1700000000',
  '"a"',
  '"b 2"',
  '"12.5"',
  '"AB12"',
  'true',
  'false',
  'null',
];

/**
 * What the odd value changed in facts it says nothing about. `known` spares asking again what moves with a value. A fact may be missing (it was refused with a reason) or
 * stand as it was; new content is allowed only in what moves with ordinary values in the same place, or as they do.
 */
export function foreignCells(
  change: LeafChange,
  decode: (text: string) => Decoded,
  known: Map<string, Sayings> = new Map(),
): string[] {
  let sayings = known.get(change.place);
  if (sayings === undefined) known.set(change.place, (sayings = sayingsOf(change, decode)));
  return foreignIn(decode(change.text), sayings);
}

/** What a message says, and what of it moves with one of its values. */
export interface Sayings {
  readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  readonly moving: ReadonlySet<string>;
}

function sayingsOf(change: LeafChange, decode: (text: string) => Decoded): Sayings {
  const before = cellsOf(decode(change.original).observations);
  const moving = new Set<string>();
  for (const by of ordinary) {
    const now = cellsOf(decode(change.replaced(by)).observations);
    for (const name of new Set([...before.keys(), ...now.keys()])) {
      if (!sameSet(before.get(name), now.get(name))) moving.add(name);
    }
  }
  return { before, moving };
}

function foreignIn(decoded: Decoded, { before, moving }: Sayings): string[] {
  const faults: string[] = [];
  for (const [name, values] of cellsOf(decoded.observations)) {
    const known = before.get(name);
    // Where the value is part of a name (a channel, a unit), what it names has another one.
    const isRenamed = known === undefined && [...moving].some((other) => kindOf(other) === kindOf(name));
    if (moving.has(name) || isRenamed) continue;
    for (const value of values) if (known?.has(value) !== true) faults.push(`${name} became ${value}`);
  }
  return faults;
}

function kindOf(name: string): string {
  return name.slice(0, name.indexOf(' '));
}

function sameSet(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return a?.size === b?.size && [...(a ?? [])].every((value) => b?.has(value) === true);
}

/** Every content of every fact by what it is: kind, channel, field; who, when and flags are left out. */
function cellsOf(observations: readonly Observation[]): Map<string, Set<string>> {
  const cells = new Map<string, Set<string>>();
  const add = (name: string, value: unknown): void => {
    const values = cells.get(name) ?? new Set();
    cells.set(name, values.add(JSON.stringify(value) ?? 'undefined'));
  };
  for (const observation of observations) {
    const { kind } = observation;
    if (kind === 'reading') {
      for (const { type, value, uom } of observation.values)
        add(`reading ${observation.channel ?? ''} ${type} ${uom ?? ''}`, value);
      continue;
    }
    const {
      deviceId: _id,
      siteId: _site,
      time: _time,
      boot: _boot,
      seq: _seq,
      quality: _q,
      ...content
    } = observation;
    for (const [field, value] of Object.entries(content)) add(`${kind} ${field}`, value);
  }
  return cells;
}
