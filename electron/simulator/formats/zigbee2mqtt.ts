import { toIso } from '#shared/domain/time.ts';

import type { Encode, Saying } from './saying.ts';

/** Zigbee2MQTT with its `last_seen` option on; a closed door is a contact. */
export const encodeZigbee2mqtt: Encode = (saying, saidMs) => {
  if (saying.kind !== 'reading') return undefined;
  const { device, batteryPct } = saying;
  const payload = {
    battery: batteryPct,
    ...measured(saying),
    last_seen: toIso(saidMs),
    linkquality: 60 + (device.key % 140),
    voltage: 2800 + batteryPct * 3,
  };
  return { topic: `zigbee2mqtt/${device.deviceId}`, payload: JSON.stringify(payload) };
};

function measured({ device, climate }: Extract<Saying, { kind: 'reading' }>): object {
  if (device.kind === 'door-sensor') return { contact: !climate.doorOpen };
  return { humidity: climate.humidityPct, temperature: climate.temperatureC };
}
