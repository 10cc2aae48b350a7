import { ssccToEpcHex } from '../identifiers.ts';
import { portalMac } from '../world/devices.ts';
import type { Encode } from './saying.ts';

/** A tag on the portal's own forklift: read with every load, and nobody's parcel. */
export const forkliftTag = 'E28011700000020D2A41F0A1';

/** Zebra IoT Connector: an array of tag reads, numbered on from message to message. */
export const encodeZebra: Encode = (saying, saidMs) => {
  if (saying.kind !== 'scan') return undefined;
  const { scan } = saying;
  const tags = scan.parcels.map(({ parcelId }) => ssccToEpcHex(parcelId));
  const timestamp = new Date(saidMs).toISOString().replace('Z', '+0000');
  const events = [...tags, forkliftTag].map((hex, index) => ({
    data: {
      MAC: portalMac,
      antenna: (index % 4) + 1,
      eventNum: scan.seq + index,
      format: 'epc',
      idHex: hex.toLowerCase(),
      peakRssi: -45 - ((index * 7) % 25),
      reads: 3 + ((index * 5) % 11),
    },
    timestamp,
    type: 'INVENTORY',
  }));
  return { topic: 'ziotc/wh-lys-dock-1', payload: JSON.stringify(events) };
};
