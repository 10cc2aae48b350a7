import type { Adapter } from './adapter.ts';
import { carrierMilestones } from './carrier-milestones.ts';
import { chirpstack } from './chirpstack.ts';
import { flespi } from './flespi.ts';
import { impinjR700 } from './impinj-r700.ts';
import { meshtastic } from './meshtastic.ts';
import { native } from './native.ts';
import { ownTracks } from './owntracks.ts';
import { ruuviGateway } from './ruuvi-gateway.ts';
import { shelly } from './shelly.ts';
import { sparkplug } from './sparkplug.ts';
import { tasmota } from './tasmota.ts';
import { teltonika } from './teltonika.ts';
import { theThingsStack } from './the-things-stack.ts';
import { theengs } from './theengs.ts';
import { traccar } from './traccar.ts';
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
  traccar,
  tasmota,
  theengs,
  chirpstack,
  shelly,
  meshtastic,
  flespi,
  impinjR700,
  teltonika,
  sparkplug,
  carrierMilestones,
];
