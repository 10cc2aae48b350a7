import { isFields, type JsonFields } from '#shared/domain/json-guard.ts';

import { numberOfText } from './fields.ts';
import type { MessageFacts } from './message-facts.ts';
import { meaningOf, type Meaning, type PlaceField } from './value-names.ts';

/** How deep a decoder's result is searched for values. */
const maxNesting = 3;

/** What a free-form object of named values said about the place of the device. */
export type DecodedPlace = Partial<Record<PlaceField, number>>;

interface Collector {
  readonly facts: MessageFacts;
  readonly place: DecodedPlace;
}

/** Where a value stood: its key, and the keys above it joined with dots. */
interface Spot {
  readonly key: string;
  readonly above: string;
  readonly meaning: Meaning | undefined;
}

/**
 * Takes the measured values out of the object a LoRaWAN payload decoder made. Its author chose names and units:
 * names that are clear become quantities, all other numbers keep their name and are flagged.
 */
export function keepDecodedPayload(payload: JsonFields, facts: MessageFacts): DecodedPlace {
  const collector: Collector = { facts, place: {} };
  collect(collector, payload, '', 0);
  return collector.place;
}

function collect(collector: Collector, fields: JsonFields, above: string, depth: number): void {
  for (const [key, raw] of Object.entries(fields)) {
    if (typeof raw !== 'object' || raw === null)
      keep(collector, { key, above, meaning: meaningOf(key) }, raw);
    else if (depth < maxNesting) descend(collector, raw, joined(above, key), depth + 1);
  }
}

/** Lists of plain numbers are raw bytes more often than measurements; only their objects are searched. */
function descend(collector: Collector, raw: object, above: string, depth: number): void {
  if (isFields(raw)) return collect(collector, raw, above, depth);
  for (const [index, item] of Object.entries(raw)) {
    if (isFields(item)) collect(collector, item, joined(above, index), depth);
  }
}

function joined(above: string, key: string): string {
  return above === '' ? key : `${above}.${key}`;
}

function keep(collector: Collector, spot: Spot, raw: unknown): void {
  const { facts } = collector;
  if (typeof raw === 'boolean') {
    if (spot.meaning?.kind === 'door') facts.value('DoorOpen', raw ? 1 : 0, null, spot.above);
    return;
  }
  const value = typeof raw === 'string' ? valueOfText(raw, spot.meaning, facts) : raw;
  if (typeof value !== 'number') return;
  if (isDisconnectedProbe(value, spot.meaning)) facts.trouble('sensor-invalid');
  else keepNumber(collector, spot, value);
}

/** Decoders that write numbers and booleans as texts are noted; other texts are no measurements. */
function valueOfText(text: string, meaning: Meaning | undefined, facts: MessageFacts): number | undefined {
  if (/^(true|false)$/i.test(text)) facts.flag('numbers-as-strings');
  const value = meaning === undefined ? undefined : numberOfText(text);
  if (value !== undefined) facts.flag('numbers-as-strings');
  return value;
}

/** Probes that are not connected read as the largest or smallest number of two bytes, in hundredths of a degree. */
function isDisconnectedProbe(value: number, meaning: Meaning | undefined): boolean {
  return (
    meaning?.kind === 'value' && meaning.type === 'Temperature' && Math.abs(Math.abs(value) - 327.675) < 0.01
  );
}

function keepNumber({ facts, place }: Collector, spot: Spot, value: number): void {
  const { meaning, above } = spot;
  const name = joined(above, spot.key);
  switch (meaning?.kind) {
    case 'value':
      return keepValue(facts, meaning, { name, nested: above !== '' }, value);
    case 'door':
      return value === 0 || value === 1
        ? facts.value('DoorOpen', value, null, above)
        : facts.unstated(name, value);
    case 'place':
      place[meaning.field] ??= value * meaning.factor;
      return;
    case undefined:
      return facts.unstated(name, value);
  }
}

type ValueMeaning = Extract<Meaning, { readonly kind: 'value' }>;

function keepValue(
  facts: MessageFacts,
  meaning: ValueMeaning,
  { name, nested }: { readonly name: string; readonly nested: boolean },
  value: number,
): void {
  const { type } = meaning;
  const uom = meaning.uom(value);
  const ofDevice = meaning.main && !nested;
  const there = ofDevice ? facts.find(type) : undefined;
  // The same value under a second name (a normalized payload beside the decoded one) is the same measurement.
  if (there === value) return;
  const channel = ofDevice && there === undefined ? '' : name;
  if (uom === undefined) facts.unstated(type, value, channel);
  else facts.value(type, value, uom, channel);
}
