import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { ObservationEventRow } from '#shared/contract/types.ts';
import { filterOfPattern, topicPatternProblem, type Mapping } from '#shared/domain/mapping.ts';
import { isTimeZone, toIso } from '#shared/domain/time.ts';
import { topicMatches } from '#shared/domain/topic-filter.ts';
import { DomainError } from '#shared/result.ts';

import { coversFilter } from '../adapters/routing.ts';
import type { InboundMessage } from '../ingest/source.ts';
import type { UnderstoodMessage } from '../ingest/settle.ts';
import { compact } from '../live/rows.ts';
import { compareReadings, placedFacts } from '../mapping/dry-run.ts';
import { suggestMapping } from '../mapping/suggest.ts';
import type { PlacedFact } from '../store/facts.ts';
import type { EngineParts } from './engine-parts.ts';
import type { RequestContext } from './handlers.ts';
import { retryOne } from './system.ts';

/** Messages a dry run looks at, of the stored and of the quarantined each. */
const dryRunMost = 500;
/** Topics of a filter whose stored messages it looks for. */
const topicsMost = 20;
const samplesMost = 20;
const problemsMost = 5;
/** Messages tried again in one call. */
const retryMost = 200;

/** Says no to a mapping that can never work; what its expressions do is seen in the preview. */
export function checkMapping(mapping: Mapping, topicFilter: string | undefined): void {
  if (mapping.timeZone !== undefined && !isTimeZone(mapping.timeZone))
    throw new DomainError('invalid-request', `'${mapping.timeZone}' is not an IANA time zone.`, {
      field: 'mapping.timeZone',
    });
  if (mapping.topic === undefined) return;
  const problem = topicPatternProblem(mapping.topic);
  if (problem !== undefined)
    throw new DomainError('invalid-request', `The topic pattern of the mapping cannot be used: ${problem}.`, {
      field: 'mapping.topic',
    });
  const filter = filterOfPattern(mapping.topic);
  if (topicFilter === undefined || coversFilter(filter, topicFilter) || coversFilter(topicFilter, filter))
    return;
  throw new DomainError(
    'invalid-request',
    `The mapping is for ${mapping.topic}, which ${topicFilter} does not take in.`,
    {
      field: 'mapping.topic',
    },
  );
}

export function mappingHandlers(parts: EngineParts) {
  const { store, clock, mapper, onSourcesChanged } = parts;
  return {
    'mappings.suggest': ({ topic, payloadBase64 }: ParamsOut<'mappings.suggest'>) => ({
      mapping: suggestMapping(
        topic,
        Buffer.from(payloadBase64, 'base64'),
      ) as ResultOf<'mappings.suggest'>['mapping'],
    }),
    'mappings.preview': async (params: ParamsOut<'mappings.preview'>) => {
      checkMapping(params.mapping, undefined);
      const receivedAt = params.receivedTime === undefined ? clock.now() : Date.parse(params.receivedTime);
      const message = captured(params.topic, Buffer.from(params.payloadBase64, 'base64'), receivedAt);
      return previewOf(await mapper.tryOut(params.mapping, message, params.siteId));
    },
    'mappings.dryRun': async (params: ParamsOut<'mappings.dryRun'>, { signal }: RequestContext) => {
      checkMapping(params.mapping, params.topicFilter);
      return await dryRun(parts, params, signal);
    },
    'mappings.versions': ({ sourceId }: ParamsOut<'mappings.versions'>) => {
      const inForce = store.sources.get(sourceId)?.mappingVersion;
      const items = store.sources.versions(sourceId).map(({ savedTime, ...version }) => ({
        ...version,
        savedTime: toIso(savedTime),
        inForce: version.version === inForce,
      }));
      return { items } as ResultOf<'mappings.versions'>;
    },
    'mappings.restore': (
      { sourceId, version }: ParamsOut<'mappings.restore'>,
      { session }: RequestContext,
    ) => {
      const source = store.sources.get(sourceId);
      const wanted = store.sources.versions(sourceId).find((each) => each.version === version);
      if (source === undefined || wanted === undefined)
        throw new DomainError('not-found', `There is no version ${version} of the mapping of ${sourceId}.`);
      const saved = store.sources.put(
        { ...source, mapping: wanted.mapping },
        { time: clock.now(), by: session.actor },
      );
      onSourcesChanged();
      return { sourceId, version: saved.mappingVersion ?? version };
    },
    'quarantine.retryTopic': async (params: ParamsOut<'quarantine.retryTopic'>, { signal }: RequestContext) =>
      await retryTopic(parts, params, signal),
  };
}

/** A message as it was kept, as if it came in again. */
function captured(topic: string, payload: Uint8Array, receivedAt: number, retained = false): InboundMessage {
  return { source: 'retry', topic, payload, qos: 0, retained, dup: false, receivedAt };
}

function previewOf(understood: UnderstoodMessage): ResultOf<'mappings.preview'> {
  const placed = placedFacts(understood);
  const problems = understood.rejected.map(({ reason, detail }) => ({ reason, detail }));
  const outcome = placed.length > 0 ? 'stored' : understood.ignored === undefined ? 'quarantined' : 'ignored';
  return compact({
    outcome,
    facts: placed.map((fact) => rowOf(fact, understood.message)),
    problems,
    ignored: understood.ignored,
  }) as ResultOf<'mappings.preview'>;
}

/** A fact with one value as the row it would be. */
function rowOf(fact: PlacedFact, message: InboundMessage): ObservationEventRow {
  const { observation, eventTime, quality } = fact;
  const { time: _time, quality: _quality, ...fields } = observation;
  const { values, ...rest } = { values: [], ...fields } as typeof fields & {
    values: readonly { type: string; value: number; uom: string | null }[];
  };
  return compact({
    ...rest,
    ...values[0],
    ...(observation.kind === 'scan' ? { scanId: 'preview' } : {}),
    time: toIso(eventTime),
    recordTime: toIso(message.receivedAt),
    topic: message.topic,
    quality: [...quality],
  }) as unknown as ObservationEventRow;
}

interface Kept {
  readonly message: InboundMessage;
  readonly quarantined: boolean;
}

/** The newest messages on topics of a filter: those that gave facts and those that could not be used. */
function keptMessages(
  { store }: EngineParts,
  topicFilter: string,
): { kept: readonly Kept[]; isCut: boolean } {
  const topics = [...store.keys.topics()].filter(([topic]) => topicMatches(topicFilter, topic));
  const stored = topics
    .slice(0, topicsMost)
    .flatMap(([topic, key]) =>
      store.ledger
        .messagesOfTopic(key, Number.MAX_SAFE_INTEGER, dryRunMost + 1)
        .map((message) => ({ topic, ...message })),
    )
    .toSorted((a, b) => b.recordTime - a.recordTime);
  const quarantined = store.ledger
    .listQuarantine({ limit: 5000 })
    .filter((row) => row.part === 0 && topicMatches(topicFilter, row.topic));
  const kept = [
    ...stored.slice(0, dryRunMost).map((row) => ({
      message: captured(row.topic, row.payload, row.recordTime, row.retained),
      quarantined: false,
    })),
    ...quarantined.slice(0, dryRunMost).map((row) => ({
      message: captured(row.topic, row.payload, row.first_time),
      quarantined: true,
    })),
  ];
  return {
    kept,
    isCut: topics.length > topicsMost || stored.length > dryRunMost || quarantined.length > dryRunMost,
  };
}

async function dryRun(
  parts: EngineParts,
  { mapping, topicFilter, siteId }: ParamsOut<'mappings.dryRun'>,
  signal: AbortSignal,
): Promise<ResultOf<'mappings.dryRun'>> {
  const { kept, isCut } = keptMessages(parts, topicFilter);
  const counts = { new: 0, changed: 0, lost: 0, same: 0 };
  const samples: ResultOf<'mappings.dryRun'>['samples'] = [];
  const problems: ResultOf<'mappings.dryRun'>['problems'] = [];
  let [usable, refused] = [0, 0];
  for (const { message, quarantined } of kept) {
    signal.throwIfAborted();
    const [now, then] = [
      await parts.understand(message),
      await parts.mapper.tryOut(mapping, message, siteId),
    ];
    for (const { change, before, after } of compareReadings(now, then)) {
      counts[change] += 1;
      if (change === 'same' || samples.length >= samplesMost) continue;
      samples.push({
        change,
        ...(before === undefined ? {} : { before: rowOf(before, message) }),
        ...(after === undefined ? {} : { after: rowOf(after, message) }),
      });
    }
    const isUsed = placedFacts(then).length > 0 || then.ignored !== undefined;
    if (quarantined && isUsed) usable += 1;
    if (isUsed) continue;
    refused += 1;
    const [problem] = then.rejected;
    if (
      problem !== undefined &&
      problems.length < problemsMost &&
      !problems.some(({ detail }) => detail === problem.detail)
    )
      problems.push({ reason: problem.reason, detail: problem.detail });
  }
  const quarantined = kept.filter((each) => each.quarantined).length;
  return { messages: kept.length, quarantined, isCut, facts: counts, usable, refused, problems, samples };
}

async function retryTopic(
  parts: EngineParts,
  { topicFilter, after }: ParamsOut<'quarantine.retryTopic'>,
  signal: AbortSignal,
): Promise<ResultOf<'quarantine.retryTopic'>> {
  const counts = { stored: 0, duplicate: 0, ignored: 0, quarantined: 0 };
  const rows = parts.store.ledger
    .quarantineKeys(Number(after ?? 0))
    .filter(({ topic }) => topicMatches(topicFilter, topic) || topic === topicFilter);
  const turn = rows.slice(0, retryMost);
  let [detail, tried] = ['', 0];
  for (const { quarantine_key: key } of turn) {
    signal.throwIfAborted();
    const result = await retryOne(parts, key);
    if (result === undefined) continue;
    tried += 1;
    counts[result.outcome] += 1;
    if (result.outcome === 'quarantined') detail = result.detail;
  }
  const last = turn.at(-1);
  const next = rows.length > turn.length && last !== undefined ? { next: String(last.quarantine_key) } : {};
  return { tried, ...counts, ...next, detail };
}
