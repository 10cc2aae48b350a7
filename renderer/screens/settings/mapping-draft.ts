import type { MappedFactRow, MappingRow, SourceRow } from '#shared/contract/types.ts';

/** A mapping while it is edited: every field a text, empty where it says nothing. */
export interface MappingDraft {
  readonly sourceId: string;
  readonly topicFilter: string;
  readonly siteId: string | undefined;
  readonly head: Readonly<Record<HeadField, string>>;
  readonly payload: MappingRow['payload'];
  readonly timeIs: MappingRow['timeIs'];
  readonly delimiter: string;
  readonly columns: string;
  readonly facts: readonly FactDraft[];
}

export interface FactDraft {
  readonly key: number;
  readonly kind: MappedFactRow['kind'];
  readonly fields: Readonly<Record<string, string>>;
}

export const headFields = ['topic', 'records', 'device', 'site', 'time', 'timeZone', 'boot', 'seq'] as const;
export type HeadField = (typeof headFields)[number];

/** Fields of each kind, those without which it says nothing first. */
export const factFields = {
  reading: ['type', 'value', 'uom', 'channel', 'when'],
  position: ['lat', 'lon', 'speed', 'speedUnit', 'headingDeg', 'accuracyM', 'altitudeM', 'when'],
  scan: ['codes', 'bizStep', 'readPoint', 'vehicleId', 'parent', 'outcome', 'quantity', 'operator', 'when'],
  status: ['online', 'batteryPct', 'rssiDbm', 'firmware', 'when'],
} as const satisfies Record<MappedFactRow['kind'], readonly string[]>;

export function draftOf(
  source: Pick<SourceRow, 'sourceId' | 'topicFilter' | 'siteId'>,
  mapping: MappingRow,
): MappingDraft {
  const head = Object.fromEntries(
    headFields.map((field) => [field, mapping[field] ?? '']),
  ) as MappingDraft['head'];
  return {
    sourceId: source.sourceId,
    topicFilter: source.topicFilter,
    siteId: source.siteId,
    head,
    payload: mapping.payload,
    timeIs: mapping.timeIs,
    delimiter: mapping.csv?.delimiter ?? ',',
    columns: mapping.csv?.columns?.join(', ') ?? '',
    facts: mapping.facts.map(({ kind, ...fields }, key) => ({ key, kind, fields: textsOf(fields) })),
  };
}

function textsOf(fields: object): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

export function emptyFact(key: number, kind: MappedFactRow['kind']): FactDraft {
  if (kind === 'reading') return { key, kind, fields: { type: 'Temperature', uom: 'CEL' } };
  return { key, kind, fields: kind === 'position' ? { speedUnit: 'mps' } : {} };
}

/** The mapping a draft stands for: what is empty is left out. */
export function mappingOf(draft: MappingDraft): MappingRow {
  const columns = draft.columns
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const csv = { delimiter: draft.delimiter || ',', ...(columns.length === 0 ? {} : { columns }) };
  return {
    ...filled(draft.head),
    payload: draft.payload,
    timeIs: draft.timeIs,
    ...(draft.payload === 'csv' ? { csv } : {}),
    // The engine checks each fact against its kind.
    facts: draft.facts.map(({ kind, fields }) => ({ kind, ...filled(fields) }) as MappedFactRow),
  };
}

function filled(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** A name for a source from its topic: its first word. */
export function sourceNameOf(topic: string): string {
  return topic.split('/').find((level) => /^[\w-]+$/.test(level)) ?? 'source';
}

/** The filter that takes in a topic pattern. */
export function filterOf(pattern: string): string {
  return pattern.replaceAll(/\{\w+\}/g, '+');
}
