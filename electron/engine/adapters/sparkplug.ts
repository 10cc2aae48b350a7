import { jsonLimits } from '#shared/domain/json-guard.ts';
import type { Decoded, NodeNews } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, type DecodeContext } from './adapter.ts';
import { mergeDecoded, MessageFacts } from './message-facts.ts';
import { readSparkplugPayload, type SparkplugMetric, type SparkplugPayload } from './sparkplug-payload.ts';
import { sparkplugSamples } from './sparkplug-samples.ts';
import { meaningOf } from './value-names.ts';

const births: ReadonlySet<string> = new Set(['NBIRTH', 'DBIRTH']);
const deaths: ReadonlySet<string> = new Set(['NDEATH', 'DDEATH']);
const data: ReadonlySet<string> = new Set(['NDATA', 'DDATA']);

/** Metrics about the node and its session. */
const notMeasured = /^(bdSeq$|Node Control\/|Device Control\/|Properties\/|Node Info\/)/;

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const [, group = '', kind = '', ...names] = context.levels;
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  if (group === 'STATE') return ignored('state of a host application');
  if (kind === 'NCMD' || kind === 'DCMD') return ignored('a command to a node');
  const facts = new MessageFacts([group, ...names].join('/'));
  // Devices speak through their node.
  if (names.length > 1) facts.carriedBy(`${group}/${names[0]}`);
  if (names.length === 0 || names.length > 2 || !(births.has(kind) || deaths.has(kind) || data.has(kind))) {
    return facts.refuse('invalid-topic', 'the topic is not spBv1.0/{group}/{kind}/{node}[/{device}]');
  }
  if (payload.length > jsonLimits.maxBytes)
    return facts.refuse('too-large', 'the payload has more than 64 KB');
  const message = readSparkplugPayload(payload);
  if (message === undefined)
    return facts.refuse('undecoded', 'the payload is no complete Sparkplug B message');
  return decodeMessage(kind, message, facts, context);
}

function decodeMessage(
  kind: string,
  message: SparkplugPayload,
  facts: MessageFacts,
  context: DecodeContext,
): Decoded {
  const { time, seq } = message;
  if (time !== undefined) {
    if (time > 8.64e15) return facts.refuse('invalid-time', 'the time is outside the calendar');
    facts.head.time = time;
  }
  if (deaths.has(kind)) {
    facts.status({ online: false });
    return { ...facts.decoded(), news: newsOf(kind, message, facts, []) };
  }
  if (seq !== undefined && Number.isSafeInteger(seq)) facts.head.seq = seq;
  if (births.has(kind)) facts.status({ online: true });
  const metrics = message.metrics.map((metric) => withName(metric, facts.head.deviceId, context));
  const stored = keepMetrics(metrics, facts);
  if (facts.isEmpty() && stored.length === 0) facts.status({});
  const decoded = mergeDecoded([facts.decoded(), ...stored.map((own) => own.decoded())]);
  return { ...decoded, news: newsOf(kind, message, facts, metrics) };
}

/** A node may name its metrics once, at its birth, and then by number only. */
function withName(metric: SparkplugMetric, deviceId: string, context: DecodeContext): SparkplugMetric {
  if (isNamed(metric) || metric.alias === undefined) return metric;
  return { ...metric, name: context.aliasOf(deviceId, metric.alias) };
}

function isNamed({ name }: SparkplugMetric): boolean {
  return name !== undefined && name !== '';
}

function newsOf(
  kind: string,
  { seq, metrics: sent }: SparkplugPayload,
  facts: MessageFacts,
  metrics: readonly SparkplugMetric[],
): NodeNews {
  const { deviceId } = facts.head;
  const isBirth = births.has(kind);
  const isOfNode = kind.startsWith('N');
  return {
    node: isOfNode ? deviceId : deviceId.slice(0, deviceId.lastIndexOf('/')),
    deviceId,
    event: isBirth ? 'birth' : deaths.has(kind) ? 'death' : 'data',
    ...(seq === undefined || !Number.isSafeInteger(seq) ? {} : { seq }),
    ...(isBirth
      ? {
          aliases: sent.flatMap(({ alias, name }): [number, string][] =>
            alias === undefined || name === undefined || name === '' ? [] : [[alias, name]],
          ),
        }
      : {}),
    unresolved: !isBirth && metrics.some((metric) => metric.alias !== undefined && !isNamed(metric)),
  };
}

/** Metrics with another time than their message were stored by the node: facts of their own. */
function keepMetrics(metrics: readonly SparkplugMetric[], facts: MessageFacts): MessageFacts[] {
  const stored = new Map<number, MessageFacts>();
  for (const metric of metrics) {
    const { time, historical } = metric;
    if (!historical || time === undefined || time === facts.head.time || time > 8.64e15) {
      keepMetric(metric, facts);
      continue;
    }
    let own = stored.get(time);
    if (own === undefined) {
      own = new MessageFacts(facts.head.deviceId);
      own.head.time = time;
      stored.set(time, own);
    }
    keepMetric(metric, own);
  }
  return [...stored.values()];
}

/** A folder in the name is the channel of a quantity; what is no known quantity keeps its whole name. */
function keepMetric({ name, alias, value }: SparkplugMetric, facts: MessageFacts): void {
  if (value === undefined || typeof value === 'string') return;
  if (name === undefined || name === '') {
    return facts.reject(
      'undecoded',
      `a metric is only named by its alias ${alias ?? '?'}; ask the node for a rebirth`,
    );
  }
  if (notMeasured.test(name)) return;
  if (typeof value === 'boolean') return facts.unstated(name, value ? 1 : 0);
  const cut = name.lastIndexOf('/');
  const meaning = meaningOf(name.slice(cut + 1));
  if (meaning?.kind !== 'value') return facts.unstated(name, value);
  const uom = meaning.uom(value);
  const channel = meaning.main ? name.slice(0, Math.max(0, cut)) : name;
  if (uom === undefined) facts.unstated(meaning.type, value, channel);
  else facts.value(meaning.type, value, uom, channel);
}

export const sparkplug = defineAdapter({
  id: 'sparkplug',
  title: 'Sparkplug B',
  vendor: 'Eclipse Sparkplug',
  docs: 'https://sparkplug.eclipse.org/specification/version/3.0/documents/sparkplug-specification-3.0.0.pdf',
  topics: ['spBv1.0/#'],
  decode,
  samples: sparkplugSamples,
});
