import { isFields, jsonLimits, parseJson, type JsonLimits } from '#shared/domain/json-guard.ts';
import type { Decoded, Observation, Rejected } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, rejected, type DecodeContext } from './adapter.ts';
import { maxTextLength } from './fields.ts';
import type { NativeItem } from './native-item.ts';
import { decodePosition, decodeReading, decodeStatus } from './native-measured.ts';
import { nativeSamples } from './native-samples.ts';
import { decodeScan } from './native-scan.ts';

const maxBatch = 500;

/** Numbers are checked one by one, so a single impossible one costs only its own row of a batch. */
const limits: JsonLimits = { ...jsonLimits, nonFinite: 'keep' };

const decoders = new Map<string, (item: NativeItem) => void>([
  ['scan', decodeScan],
  ['position', decodePosition],
  ['reading', decodeReading],
  ['status', decodeStatus],
]);

interface Place {
  readonly siteId: string;
  readonly deviceId: string;
  readonly decode: (item: NativeItem) => void;
}

function placeOf(levels: readonly string[]): Place | undefined {
  const [root, version, siteId, deviceId, kind] = levels;
  if (levels.length !== 5 || root !== 'waymark' || version !== 'v1') return undefined;
  if (siteId === undefined || deviceId === undefined || kind === undefined) return undefined;
  const decode = decoders.get(kind);
  if (decode === undefined || !isName(siteId) || !isName(deviceId)) return undefined;
  return { siteId, deviceId, decode };
}

function isName(level: string): boolean {
  return level !== '' && level.length <= maxTextLength;
}

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const place = placeOf(context.levels);
  if (place === undefined) {
    return rejected(
      'invalid-topic',
      'the topic is not waymark/v1/{siteId}/{deviceId}/scan|position|reading|status',
    );
  }
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const parsed = parseJson(payload, limits);
  if (!parsed.ok) return refused(place, parsed);
  if (Array.isArray(parsed.value)) return decodeBatch(parsed.value as readonly unknown[], place, context);
  const observations: Observation[] = [];
  const problems: Rejected[] = [];
  decodeItem(parsed.value, place, context, { observations, rejected: problems, label: '' });
  return { observations, rejected: problems };
}

/** An array is a back-fill batch: each item stands or falls alone. */
function decodeBatch(items: readonly unknown[], place: Place, context: DecodeContext): Decoded {
  if (items.length === 0) return ignored('an empty batch');
  if (items.length > maxBatch) {
    return refused(place, {
      reason: 'batch-too-large',
      detail: `a batch of ${items.length}; at most ${maxBatch} are taken`,
    });
  }
  const observations: Observation[] = [];
  const problems: Rejected[] = [];
  items.forEach((item, index) => {
    decodeItem(item, place, context, { observations, rejected: problems, label: `item ${index + 1}: ` });
  });
  return { observations, rejected: problems, backfill: true };
}

type Results = Pick<NativeItem, 'observations' | 'rejected' | 'label'>;

function decodeItem(value: unknown, place: Place, context: DecodeContext, results: Results): void {
  const { siteId, deviceId } = place;
  if (isFields(value)) place.decode({ fields: value, siteId, deviceId, context, ...results });
  else
    results.rejected.push({ reason: 'not-an-object', detail: `${results.label}not a JSON object`, deviceId });
}

function refused(place: Place, { reason, detail }: Pick<Rejected, 'reason' | 'detail'>): Decoded {
  const problem: Rejected = { reason, detail, deviceId: place.deviceId };
  return {
    observations: [],
    rejected: [reason === 'not-json' ? { ...problem, quality: ['not-json'] } : problem],
  };
}

/** The format of this product: one topic per site, device and kind. */
export const native = defineAdapter({
  id: 'waymark',
  title: 'Waymark (native)',
  vendor: 'Waymark',
  docs: 'README.md',
  topics: [
    'waymark/v1/+/+/scan',
    'waymark/v1/+/+/position',
    'waymark/v1/+/+/reading',
    'waymark/v1/+/+/status',
  ],
  decode,
  samples: nativeSamples,
});
