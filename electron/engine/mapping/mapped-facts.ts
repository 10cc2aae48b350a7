import { expressionsOf, type MappedFact, type Mapping, type SpeedUnit } from '#shared/domain/mapping.ts';
import type { Decoded, Observation, Rejected } from '#shared/domain/observation.ts';
import type { QualityFlag } from '#shared/domain/quality.ts';
import { quantityOf } from '#shared/domain/quantities.ts';
import { parseDeviceTime, toIso } from '#shared/domain/time.ts';
import { kmhToMps, knotsToMps, trimFloat } from '#shared/domain/units.ts';

import { ignored, type DecodeContext } from '../adapters/adapter.ts';
import { clip, maxTextLength, numberOfText } from '../adapters/fields.ts';
import { MessageFacts } from '../adapters/message-facts.ts';
import type { NativeItem } from '../adapters/native-item.ts';
import { decodePosition, decodeStatus } from '../adapters/native-measured.ts';
import { decodeScan } from '../adapters/native-scan.ts';

/** What one expression gave for one record: a plain value, nothing, or why not. */
export type Evaluated = { readonly v: unknown } | { readonly e: string } | null;

/** What was evaluated: for each record one result per expression, in the order of `expressionsOf`. */
export type EvaluatedRecords = readonly (readonly Evaluated[])[];

/**
 * Turns evaluated expressions into observations in canonical units. Each field is held to what the native format
 * asks of it; a bad one is refused by itself, with the record and the field it belongs to. Pure; never throws.
 */
export function factsOfRecords(mapping: Mapping, records: EvaluatedRecords, context: DecodeContext): Decoded {
  if (records.length === 0) return ignored('the mapping finds no record in this message');
  const places = expressionsOf(mapping).map(({ place }) => place);
  const observations: Observation[] = [];
  const rejected: Rejected[] = [];
  const mapped = records.map((results, index) => {
    const label = records.length === 1 ? '' : `record ${index + 1}: `;
    return new MappedRecord(
      mapping,
      new Map(places.map((place, at) => [place, results[at] ?? null])),
      label,
      context,
    );
  });
  for (const record of mapped) {
    const decoded = record.decoded();
    observations.push(...decoded.observations);
    rejected.push(...decoded.rejected);
  }
  if (observations.length === 0 && rejected.length === 0)
    return ignored('no fact of the mapping applies to this message');
  return { observations, rejected, backfill: repeatsADevice(mapped) };
}

/** Several records of one device are a log it kept: old by intention, not late. */
function repeatsADevice(records: readonly { readonly deviceId: string | undefined }[]): boolean {
  const names = records.map(({ deviceId }) => deviceId).filter((name) => name !== undefined);
  return new Set(names).size < names.length;
}

class MappedRecord {
  readonly deviceId: string | undefined;
  readonly #mapping: Mapping;
  readonly #results: ReadonlyMap<string, Evaluated>;
  readonly #label: string;
  readonly #context: DecodeContext;
  readonly #flags = new Set<QualityFlag>();
  readonly #rejected: Rejected[] = [];

  constructor(
    mapping: Mapping,
    results: ReadonlyMap<string, Evaluated>,
    label: string,
    context: DecodeContext,
  ) {
    this.#mapping = mapping;
    this.#results = results;
    this.#label = label;
    this.#context = context;
    this.deviceId = this.#identity();
  }

  decoded(): Decoded {
    const { deviceId } = this;
    if (deviceId === undefined) return { observations: [], rejected: this.#rejected };
    const head = this.#head(deviceId);
    if (head === undefined) return { observations: [], rejected: this.#rejected };
    const facts = new MessageFacts(deviceId);
    Object.assign(facts.head, head.numbered, head.time === undefined ? {} : { time: head.time });
    const observations: Observation[] = [];
    for (const [index, fact] of this.#mapping.facts.entries()) {
      if (!this.#applies(index, fact)) continue;
      if (fact.kind === 'reading') this.#reading(facts, index, fact);
      else observations.push(...this.#native(deviceId, head, index, fact));
    }
    const readings = facts.decoded();
    for (const problem of readings.rejected) this.#rejected.push(this.#labelled(problem));
    const all = [...readings.observations, ...observations].filter(
      // The status that only says that a value was impossible adds nothing to the refusal.
      (each) => each.kind !== 'status' || each.quality?.includes('out-of-range') !== true,
    );
    return { observations: all.map((each) => this.#finished(each, head.siteId)), rejected: this.#rejected };
  }

  #finished(observation: Observation, siteId: string | undefined): Observation {
    const { siteId: _native, ...rest } = observation;
    const quality = [...new Set([...(observation.quality ?? []), ...this.#flags])];
    return {
      ...rest,
      ...(siteId === undefined ? {} : { siteId }),
      ...(quality.length === 0 ? {} : { quality }),
    };
  }

  #labelled(problem: Rejected): Rejected {
    return { ...problem, detail: `${this.#label}${problem.detail}` };
  }

  #refuse(reason: Rejected['reason'], detail: string): undefined {
    const of = this.deviceId === undefined ? {} : { deviceId: this.deviceId };
    this.#rejected.push({ reason, detail: `${this.#label}${detail}`, ...of });
    return undefined;
  }

  /** A value, undefined where the expression gave nothing; false where it failed (and was refused). */
  #value(place: string): { readonly value: unknown } | false {
    const result = this.#results.get(place) ?? null;
    if (result === null) return { value: undefined };
    if ('v' in result) return { value: result.v ?? undefined };
    this.#refuse('mapping-failed', `${nameOf(place)}: ${clip(result.e, 200)}`);
    return false;
  }

  /** A message that names no device gets its topic. */
  #identity(): string | undefined {
    if (this.#mapping.device === undefined) return this.#context.topic.slice(0, maxTextLength);
    const found = this.#value('device');
    if (found === false) return undefined;
    const text = textOf(found.value);
    if (text !== undefined && text.length <= maxTextLength) return text;
    return this.#refuse('missing-field', 'device: the expression gives no name of 1 to 256 characters');
  }

  #head(deviceId: string): Head | undefined {
    const siteId = this.#text('site');
    const boot = this.#text('boot');
    const seq = this.#seq();
    if (siteId === false || boot === false || seq === false) return undefined;
    const time = this.#time(deviceId, siteId);
    if (time === false) return undefined;
    const numbered = {
      ...(boot === undefined ? {} : { boot }),
      ...(seq === undefined ? {} : { seq }),
    };
    return { siteId, time, numbered };
  }

  #text(place: string): string | undefined | false {
    const found = this.#value(place);
    if (found === false) return false;
    if (found.value === undefined || found.value === '') return undefined;
    const text = textOf(found.value);
    if (text !== undefined && text.length <= maxTextLength) return text;
    this.#refuse('invalid-field', `${nameOf(place)} is neither a text nor a number`);
    return false;
  }

  #seq(): number | undefined | false {
    const found = this.#value('seq');
    if (found === false || found.value === undefined) return found === false ? false : undefined;
    const seq = this.#number(found.value);
    if (seq !== undefined && Number.isSafeInteger(seq) && seq >= 0) return seq;
    this.#refuse('invalid-field', 'seq is not a whole number, 0 or more');
    return false;
  }

  #time(deviceId: string, siteId: string | undefined): number | undefined | false {
    const found = this.#value('time');
    if (found === false || found.value === undefined) return found === false ? false : undefined;
    const zone = this.#mapping.timeZone ?? this.#context.timeZoneOf(deviceId, siteId);
    const parsed = parseDeviceTime(this.#epoch(found.value), zone);
    if (!parsed.ok) {
      this.#refuse('invalid-time', parsed.why);
      return false;
    }
    if (parsed.zoneAssumed && this.#mapping.timeZone === undefined) this.#flags.add('zone-assumed');
    return parsed.time;
  }

  /** A number whose unit the mapping states, as the instant it means; anything else as it is. */
  #epoch(value: unknown): unknown {
    if (this.#mapping.timeIs === 'auto') return value;
    const number = this.#number(value);
    if (number === undefined) return value;
    const ms = this.#mapping.timeIs === 'seconds' ? number * 1000 : number;
    return Math.abs(ms) <= 8.64e15 ? toIso(Math.round(ms)) : ms;
  }

  /** A number, or one written as text: that is noted, and an empty text is none. */
  #number(value: unknown): number | undefined {
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') return undefined;
    const number = numberOfText(value);
    if (number !== undefined) this.#flags.add('numbers-as-strings');
    return number;
  }

  #applies(index: number, fact: MappedFact): boolean {
    if (fact.when === undefined) return true;
    const found = this.#value(`${index}.when`);
    return found !== false && found.value === true;
  }

  #reading(facts: MessageFacts, index: number, fact: Extract<MappedFact, { kind: 'reading' }>): void {
    const found = this.#value(`${index}.value`);
    const channel = this.#text(`${index}.channel`);
    if (found === false || channel === false || found.value === undefined) return;
    const { type, uom } = fact;
    const quantity = quantityOf(type);
    const isState = quantity?.uom === null;
    const number =
      isState && typeof found.value === 'boolean' ? Number(found.value) : this.#number(found.value);
    if (number === undefined) {
      this.#refuse('invalid-field', `${type}: ${shown(found.value)} is not a number`);
      return;
    }
    if (uom !== undefined || isState) facts.value(type, number, uom ?? null, channel);
    else facts.unstated(type, number, channel);
  }

  /** Everything but readings goes through the decoders of the native format, which know what each field may be. */
  #native(
    deviceId: string,
    head: Head,
    index: number,
    fact: Exclude<MappedFact, { kind: 'reading' }>,
  ): readonly Observation[] {
    const observations: Observation[] = [];
    const fields: Record<string, unknown> = { ...head.numbered };
    if (head.time !== undefined) fields['time'] = toIso(head.time);
    for (const name of Object.keys(fact)) {
      const found = this.#value(`${index}.${name}`);
      if (found === false) return [];
      if (found.value !== undefined) fields[name] = this.#fitting(name, found.value);
    }
    delete fields['when'];
    if (fact.kind === 'position') toSpeed(fields, fact.speedUnit);
    const rejected: Rejected[] = [];
    const context = { ...this.#context, timeZoneOf: () => 'UTC' };
    const item: NativeItem = { fields, siteId: '', deviceId, context, observations, rejected, label: '' };
    decoderOf[fact.kind](item);
    for (const problem of rejected) this.#rejected.push(this.#labelled(problem));
    return observations;
  }

  #fitting(name: string, value: unknown): unknown {
    if (name === 'codes') return (Array.isArray(value) ? value : [value]).map((code) => textOf(code) ?? code);
    if (name === 'online') return onlineOf(value);
    if (texts.has(name)) return textOf(value) ?? value;
    return this.#number(value) ?? value;
  }
}

interface Head {
  readonly siteId: string | undefined;
  readonly time: number | undefined;
  readonly numbered: { readonly boot?: string; readonly seq?: number };
}

const decoderOf = { position: decodePosition, scan: decodeScan, status: decodeStatus } as const;
const texts: ReadonlySet<string> = new Set([
  'bizStep',
  'readPoint',
  'vehicleId',
  'parent',
  'outcome',
  'operator',
  'firmware',
]);
const mpsPerMph = 0.447_04;
const speedOf: Readonly<Record<SpeedUnit, (value: number) => number>> = {
  mps: (value) => value,
  kmh: kmhToMps,
  knots: knotsToMps,
  mph: (value) => trimFloat(value * mpsPerMph),
};

function toSpeed(fields: Record<string, unknown>, unit: SpeedUnit): void {
  const { speed } = fields;
  delete fields['speed'];
  if (speed !== undefined) fields['speedMps'] = typeof speed === 'number' ? speedOf[unit](speed) : speed;
}

/** Text, or a number as text; undefined for anything else and for an empty one. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

function onlineOf(value: unknown): unknown {
  if (value === 1 || value === 'online' || value === 'true') return true;
  return value === 0 || value === 'offline' || value === 'false' ? false : value;
}

function nameOf(place: string): string {
  const [index, field] = place.split('.');
  return field === undefined ? place : `fact ${Number(index) + 1}, ${field}`;
}

function shown(value: unknown): string {
  return value === '' ? 'an empty text' : clip(JSON.stringify(value), 60);
}
