import type { Decoded, Observation, RejectReason } from '#shared/domain/observation.ts';

/** What a decoder may know besides the bytes. It has no clock, no database and no log. */
export interface DecodeContext {
  readonly topic: string;
  /** Levels of the topic, split at '/'. */
  readonly levels: readonly string[];
  /** Receive time in epoch milliseconds. */
  readonly receivedAt: number;
  readonly retained: boolean;
  /** IANA zone for local times of a device (its own, else its site's, else the host's). */
  timeZoneOf(deviceId: string, siteId?: string): string;
  /** The key set on a device for encrypted payloads. */
  keyOf(deviceId: string): string | undefined;
  /** What a device is, as configured: its `kind`. */
  modelOf(deviceId: string): string | undefined;
  /** The name a node gave an alias at its birth. */
  aliasOf(deviceId: string, alias: number): string | undefined;
}

/** A message as a vendor documents it and what it must become; runs as a test and feeds the simulator. */
export type Sample = {
  readonly name: string;
  readonly topic: string;
  /** Text as sent; `payloadBase64` for bytes. */
  readonly payload?: string;
  readonly payloadBase64?: string;
  /** Keys by device id, where the sample needs one. */
  readonly keys?: Readonly<Record<string, string>>;
} & (
  | { readonly expect: readonly Observation[] }
  | { readonly rejects: RejectReason }
  | { readonly ignores: true }
);

/** One device or gateway format. `decode` is pure and never throws for any bytes. */
export interface Adapter {
  readonly id: string;
  readonly title: string;
  readonly vendor: string;
  /** Where the format is documented. */
  readonly docs: string;
  /** MQTT filters subscribed by default. */
  readonly topics: readonly string[];
  /** Cheap fingerprint for topics that more than one format may use; absent: every message on `topics` is its own. */
  readonly match?: (payload: Uint8Array, context: DecodeContext) => boolean;
  readonly decode: (payload: Uint8Array, context: DecodeContext) => Decoded;
  readonly samples: readonly Sample[];
}

/** Identity function that gives adapters one place to be type-checked. */
export function defineAdapter(adapter: Adapter): Adapter {
  return adapter;
}

export const nothing: Decoded = { observations: [], rejected: [] };

/** A message that was understood and holds nothing to keep. */
export function ignored(why: string): Decoded {
  return { observations: [], rejected: [], ignored: why };
}

/** A message that could not be used as a whole. */
export function rejected(reason: RejectReason, detail: string): Decoded {
  return { observations: [], rejected: [{ reason, detail }] };
}
