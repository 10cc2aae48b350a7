import type { DecodeContext, Sample } from '#engine/adapters/adapter.ts';

export interface ContextOptions {
  readonly keys?: Readonly<Record<string, string>>;
  readonly timeZone?: string;
  readonly retained?: boolean;
  readonly models?: Readonly<Record<string, string>>;
  /** Names by alias, by device. */
  readonly aliases?: Readonly<Record<string, Readonly<Record<number, string>>>>;
}

/** What a decoder may know, as the pipeline would hand it in. */
export function contextFor(topic: string, options: ContextOptions = {}): DecodeContext {
  const keys = new Map(Object.entries(options.keys ?? {}));
  return {
    topic,
    levels: topic.split('/'),
    receivedAt: Date.UTC(2026, 10, 22, 8, 30, 1),
    retained: options.retained ?? false,
    timeZoneOf: () => options.timeZone ?? 'UTC',
    keyOf: (deviceId) => keys.get(deviceId),
    modelOf: (deviceId) => options.models?.[deviceId],
    aliasOf: (deviceId, alias) => options.aliases?.[deviceId]?.[alias],
  };
}

export function bytesOfSample(sample: Sample): Uint8Array {
  return sample.payloadBase64 === undefined
    ? Buffer.from(sample.payload ?? '')
    : Buffer.from(sample.payloadBase64, 'base64');
}
