import { keepDecodedPayload, type DecodedPlace } from './decoded-payload.ts';
import { decodeLorawanFrame } from './lorawan-frames.ts';
import type { MessageFacts } from './message-facts.ts';

/** An uplink whose network server gave the bytes and no values. */
export interface RawUplink {
  readonly base64: unknown;
  readonly fPort: unknown;
  /** What says which sensor it is. */
  readonly names: readonly unknown[];
}

/**
 * Decodes the bytes where the sensor is known; where only their shape says which it is, the facts are `ambiguous`.
 * What is not known is flagged `undecoded` and stays in the raw message.
 */
export function keepRawUplink({ base64, fPort, names }: RawUplink, facts: MessageFacts): DecodedPlace {
  const frame =
    typeof base64 === 'string' && typeof fPort === 'number'
      ? decodeLorawanFrame({
          bytes: Buffer.from(base64, 'base64'),
          fPort,
          names: names.map((name) => (typeof name === 'string' ? name : undefined)),
        })
      : undefined;
  if (frame === undefined) {
    facts.flag('undecoded');
    return {};
  }
  if (frame.guessed) facts.flag('ambiguous');
  const place = keepDecodedPayload(frame.fields, facts);
  if (frame.fields['fixFailed'] !== true) return place;
  facts.flag('no-fix');
  const { lat: _lat, lon: _lon, ...rest } = place;
  return rest;
}
