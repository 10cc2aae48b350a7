import type { Format } from '../world/devices.ts';
import { encodeNative } from './native.ts';
import { encodeOwntracks } from './owntracks.ts';
import { encodeRuuvi } from './ruuvi-gateway.ts';
import type { Encode, Outbound, Saying } from './saying.ts';
import { encodeTheThingsStack } from './the-things-stack.ts';
import { encodeZebra } from './zebra-iot-connector.ts';
import { encodeZigbee2mqtt } from './zigbee2mqtt.ts';

const encoders: Readonly<Record<Format, Encode>> = {
  native: encodeNative,
  owntracks: encodeOwntracks,
  'ruuvi-gateway': encodeRuuvi,
  'the-things-stack': encodeTheThingsStack,
  zigbee2mqtt: encodeZigbee2mqtt,
  'zebra-iot-connector': encodeZebra,
};

/** Puts what a device says into its format; undefined where the format has no words for it. */
export function encode(saying: Saying, saidMs: number, atMs: number): Outbound | undefined {
  const { format, clientId } = saying.device;
  const encoded = encoders[format](saying, saidMs);
  return encoded && { atMs, clientId, qos: 1, retain: false, ...encoded };
}
