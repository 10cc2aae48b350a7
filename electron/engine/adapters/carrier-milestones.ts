import { parseBizStep, toldOutcomes } from '#shared/domain/cbv.ts';
import { isFields, jsonLimits, parseJson } from '#shared/domain/json-guard.ts';
import type { Decoded, Observation, Rejected, ScanObservation } from '#shared/domain/observation.ts';

import { defineAdapter, ignored, rejected, type DecodeContext } from './adapter.ts';
import { maxTextLength, readTime } from './fields.ts';

const outcomes: ReadonlySet<string> = new Set(toldOutcomes);
const mostEvents = 500;

function decode(payload: Uint8Array, context: DecodeContext): Decoded {
  const deviceId = context.levels[2];
  if (
    context.levels.length !== 3 ||
    deviceId === undefined ||
    deviceId === '' ||
    deviceId.length > maxTextLength
  )
    return rejected('invalid-topic', 'the topic is not waymark/carriers/{carrier}');
  if (payload.length === 0) return ignored('an empty payload only clears a retained message');
  const parsed = parseJson(payload, jsonLimits);
  if (!parsed.ok) return rejected(parsed.reason, parsed.detail);
  const items: readonly unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  if (items.length === 0) return ignored('an empty list');
  if (items.length > mostEvents)
    return rejected('batch-too-large', `${items.length} events; at most ${mostEvents} are taken at once`);
  const observations: Observation[] = [];
  const problems: Rejected[] = [];
  for (const [index, item] of items.entries()) {
    const read = decodeEvent(item, deviceId, context);
    if ('kind' in read) observations.push(read);
    else problems.push({ ...read, detail: `event ${index + 1}: ${read.detail}` });
  }
  return { observations, rejected: problems, backfill: true };
}

function decodeEvent(item: unknown, deviceId: string, context: DecodeContext): ScanObservation | Rejected {
  if (!isFields(item)) return { reason: 'invalid-field', detail: 'it is no object' };
  const code = nameAt(item['code']);
  if (code === undefined)
    return { reason: 'missing-field', detail: `code must be a text of 1 to ${maxTextLength} characters` };
  const time = readTime(item['time'], context, deviceId);
  if (!time.ok) return { reason: 'invalid-time', detail: time.why };
  const bizStep = parseBizStep(nameAt(item['bizStep']) ?? '');
  const outcome = nameAt(item['outcome']);
  if (item['bizStep'] !== undefined && bizStep === undefined)
    return { reason: 'invalid-field', detail: 'bizStep is not a CBV business step' };
  if (item['outcome'] !== undefined && !outcomes.has(outcome ?? ''))
    return { reason: 'invalid-field', detail: `outcome is not one of ${toldOutcomes.join(', ')}` };
  const place = nameAt(item['place']);
  return {
    kind: 'scan',
    deviceId,
    time: time.time,
    ...(time.zoneAssumed ? { quality: ['zone-assumed' as const] } : {}),
    codes: [code],
    ...(bizStep === undefined ? {} : { bizStep }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(place === undefined ? {} : { readPoint: place }),
  };
}

function nameAt(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > maxTextLength || !text.isWellFormed() ? undefined : text;
}

/** What carriers' own systems say of parcels; webhooks are turned into it. */
export const carrierMilestones = defineAdapter({
  id: 'carrier-milestones',
  title: 'Milestones of carriers',
  vendor: 'Waymark',
  docs: 'README.md',
  topics: ['waymark/carriers/+'],
  decode,
  samples: [
    {
      name: 'an arrival and a delivery',
      topic: 'waymark/carriers/FedEx',
      payload:
        '[{"time":"2024-07-31T22:35:00Z","code":"123456789012","bizStep":"arriving","place":"ORLANDO, FL"},' +
        '{"time":"2024-08-01T09:00:00Z","code":"123456789012","outcome":"delivered"}]',
      expect: [
        {
          kind: 'scan',
          deviceId: 'FedEx',
          time: Date.UTC(2024, 6, 31, 22, 35),
          codes: ['123456789012'],
          bizStep: 'arriving',
          readPoint: 'ORLANDO, FL',
        },
        {
          kind: 'scan',
          deviceId: 'FedEx',
          time: Date.UTC(2024, 7, 1, 9),
          codes: ['123456789012'],
          outcome: 'delivered',
        },
      ],
    },
    {
      name: 'a step that is none',
      topic: 'waymark/carriers/FedEx',
      payload: '[{"time":"2024-07-31T22:35:00Z","code":"123456789012","bizStep":"flying"}]',
      rejects: 'invalid-field',
    },
    {
      name: 'no tracking number',
      topic: 'waymark/carriers/FedEx',
      payload: '[{"time":"2024-07-31T22:35:00Z"}]',
      rejects: 'missing-field',
    },
  ],
});
