import {
  expressionsOf,
  mappingFormat,
  maxRecords,
  partsOfTopic,
  type Mapping,
} from '#shared/domain/mapping.ts';
import type { Decoded } from '#shared/domain/observation.ts';
import { lateAfterMs } from '#shared/domain/time.ts';

import { rejected, type DecodeContext } from '../adapters/adapter.ts';
import { sourceOf } from '../adapters/sources.ts';
import type { Clock } from '../clock.ts';
import type { UnderstoodMessage } from '../ingest/settle.ts';
import type { InboundMessage } from '../ingest/source.ts';
import type { SourceConfig } from '../store/sources.ts';
import { createEvaluator, evaluateMs, type Evaluation, type Evaluator } from './evaluator.ts';
import { factsOfRecords, type EvaluatedRecords } from './mapped-facts.ts';
import { decodePayload } from './payload.ts';

/** A mapping whose expressions were stopped this often in a row rests, so that it cannot hold up the others. */
const stopsBeforeRest = 3;
const restMs = 60_000;
/** Topics of which it is remembered how old what they told last was. */
const rememberedTopics = 20_000;

export interface MapperOptions {
  readonly clock: Clock;
  readonly sources: () => Iterable<SourceConfig>;
  readonly timeZoneOf: (adapterId: string, identity: string, siteId: string | undefined) => string;
}

/** Understands messages by mappings. */
export interface Mapper {
  /** The message understood by the mapping of its source; undefined when its source has none. Never rejects. */
  mapped(message: InboundMessage): Promise<UnderstoodMessage> | undefined;
  /** What a mapping makes of a message, on a thread of its own beside the one of the messages that come in. */
  tryOut(mapping: Mapping, message: InboundMessage, siteId?: string): Promise<UnderstoodMessage>;
  /**
   * Whether what was read last on a mapped topic had happened well before it came, or nothing was read yet; undefined
   * where no mapping reads the topic. A message itself cannot be asked: it is read on another thread, later.
   */
  tellsOfThePast(topic: string): boolean | undefined;
  stop(): Promise<void>;
}

interface Strain {
  readonly mapping: Mapping;
  stops: number;
  restUntil: number;
}

export function createMapper(options: MapperOptions): Mapper {
  const { clock, sources } = options;
  const work = createEvaluator(clock);
  const trial = createEvaluator(clock);
  const strains = new Map<string, Strain>();
  const past = new Map<string, boolean>();

  function strainOf({ sourceId }: SourceConfig, mapping: Mapping): Strain {
    let strain = strains.get(sourceId);
    if (strain?.mapping !== mapping) {
      strain = { mapping, stops: 0, restUntil: 0 };
      strains.set(sourceId, strain);
    }
    return strain;
  }

  async function understand(message: InboundMessage, source: SourceConfig, mapping: Mapping) {
    const strain = strainOf(source, mapping);
    if (strain.stops >= stopsBeforeRest && clock.monotonic() < strain.restUntil) {
      return understoodAs(
        message,
        rejected(
          'mapping-stopped',
          'the mapping rests for a minute: its expressions had to be stopped several times in a row',
        ),
        source.siteId,
      );
    }
    const { decoded, stopped } = await decodeMapped({
      ...options,
      evaluator: work,
      mapping,
      message,
      siteId: source.siteId,
    });
    strain.stops = stopped ? strain.stops + 1 : 0;
    strain.restUntil = clock.monotonic() + restMs;
    if (past.size >= rememberedTopics) past.clear();
    past.set(message.topic, isOld(decoded, message.receivedAt));
    return understoodAs(message, decoded, source.siteId);
  }

  return {
    mapped(message) {
      const source = mappedSourceOf(sources(), message.topic);
      if (source?.mapping === undefined) return undefined;
      return understand(message, source, source.mapping);
    },
    tellsOfThePast(topic) {
      if (mappedSourceOf(sources(), topic)?.mapping === undefined) return undefined;
      return past.get(topic) ?? true;
    },
    async tryOut(mapping, message, siteId) {
      const { decoded } = await decodeMapped({ ...options, evaluator: trial, mapping, message, siteId });
      return understoodAs(message, decoded, siteId);
    },
    async stop() {
      await Promise.all([work.stop(), trial.stop()]);
    },
  };
}

function isOld({ observations }: Decoded, receivedAt: number): boolean {
  return observations.some(({ time }) => time !== undefined && receivedAt - time > lateAfterMs);
}

/** Most installations have no mapping: then a message costs nothing here. */
function mappedSourceOf(sources: Iterable<SourceConfig>, topic: string): SourceConfig | undefined {
  const all = [...sources];
  return all.some(({ mapping }) => mapping !== undefined)
    ? (sourceOf(all, topic) as SourceConfig | undefined)
    : undefined;
}

function understoodAs(
  message: InboundMessage,
  decoded: Decoded,
  siteId: string | undefined,
): UnderstoodMessage {
  return {
    message,
    adapter: { id: mappingFormat },
    observations:
      siteId === undefined ? decoded.observations : decoded.observations.map((each) => ({ siteId, ...each })),
    rejected: decoded.rejected,
    ignored: decoded.ignored,
    backfill: decoded.backfill ?? false,
    news: undefined,
  };
}

interface Work extends Pick<MapperOptions, 'timeZoneOf'> {
  readonly evaluator: Evaluator;
  readonly mapping: Mapping;
  readonly message: InboundMessage;
  readonly siteId: string | undefined;
}

async function decodeMapped(work: Work): Promise<{ readonly decoded: Decoded; readonly stopped: boolean }> {
  const { evaluator, mapping, message, siteId } = work;
  const levels = message.topic.split('/');
  const topic = mapping.topic === undefined ? {} : partsOfTopic(mapping.topic, levels);
  if (topic === undefined)
    return done(rejected('invalid-topic', `the topic is not of the pattern ${mapping.topic ?? ''}`));
  const payload = decodePayload(message.payload, mapping);
  if (!payload.ok) return done(rejected(payload.reason, payload.detail));
  const evaluation = await evaluator.evaluate(
    JSON.stringify({
      records: mapping.records,
      expressions: expressionsOf(mapping).map(({ text }) => text),
      data: payload.value,
      spread: mapping.payload === 'csv',
      topic,
      levels,
      receivedAt: message.receivedAt,
      maxRecords,
    }),
  );
  const context: DecodeContext = {
    topic: message.topic,
    levels,
    receivedAt: message.receivedAt,
    retained: message.retained,
    timeZoneOf: (identity, site) => work.timeZoneOf(mappingFormat, identity, site ?? siteId),
    keyOf: () => undefined,
    modelOf: () => undefined,
    aliasOf: () => undefined,
  };
  return { decoded: decodedOf(evaluation, mapping, context), stopped: !evaluation.ok };
}

function done(decoded: Decoded) {
  return { decoded, stopped: false };
}

const stoppedWords = {
  time: `the expressions were stopped: they took longer than ${evaluateMs} ms`,
  memory: 'the expressions were stopped: they needed too much memory',
  closed: 'the engine was stopped while the message was being read',
} as const;

function decodedOf(evaluation: Evaluation, mapping: Mapping, context: DecodeContext): Decoded {
  if (!evaluation.ok) return rejected('mapping-stopped', stoppedWords[evaluation.stopped]);
  const given = JSON.parse(evaluation.json) as {
    readonly rows?: EvaluatedRecords;
    readonly failed?: string;
    readonly tooMany?: number;
  };
  if (given.failed !== undefined) return rejected('mapping-failed', `records: ${given.failed}`);
  if (given.tooMany !== undefined)
    return rejected('batch-too-large', `${given.tooMany} records; at most ${maxRecords} are taken`);
  if (given.rows === undefined)
    return rejected('mapping-stopped', 'the expressions give more than is taken of one message');
  return factsOfRecords(mapping, given.rows, context);
}
