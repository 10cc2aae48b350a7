import type { Adapter } from './adapter.ts';
import { native } from './native.ts';
import { ownTracks } from './owntracks.ts';
import { ruuviGateway } from './ruuvi-gateway.ts';
import { theThingsStack } from './the-things-stack.ts';
import { zebraIotConnector } from './zebra-iot-connector.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

/** Every format that is understood, in order of precedence where two filters are equally specific. */
export const adapters: readonly Adapter[] = [
  native,
  ownTracks,
  theThingsStack,
  ruuviGateway,
  zebraIotConnector,
  zigbee2mqtt,
];
