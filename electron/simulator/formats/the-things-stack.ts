import { toIso } from '#shared/domain/time.ts';

import { lorawanApplication } from '../world/devices.ts';
import type { Encode, Saying } from './saying.ts';

/** The Things Stack v3 uplink with the network's payload formatter applied. */
export const encodeTheThingsStack: Encode = (saying, saidMs) => {
  if (saying.kind !== 'reading') return undefined;
  const { device, batteryPct, tick } = saying;
  const time = toIso(saidMs);
  const eui = `A84041${device.key.toString(16).toUpperCase().padStart(10, '0')}`;
  const count = tick % 65_536;
  const payload = {
    end_device_ids: {
      device_id: device.deviceId,
      application_ids: { application_id: 'cold-rooms' },
      dev_eui: eui,
      join_eui: '0000000000000000',
      dev_addr: `260B${(device.key & 0xffff).toString(16).toUpperCase().padStart(4, '0')}`,
    },
    received_at: time,
    uplink_message: {
      f_port: 2,
      f_cnt: count,
      frm_payload: Buffer.from([count >> 8, count & 0xff, device.key & 0xff]).toString('base64'),
      decoded_payload: decoded(saying),
      rx_metadata: [
        { gateway_ids: { gateway_id: 'dc-cfe-roof' }, time, rssi: -70 - (device.key % 30), snr: 8.5 },
      ],
      settings: {
        data_rate: { lora: { bandwidth: 125_000, spreading_factor: 7 } },
        frequency: '868100000',
        time,
      },
      received_at: time,
      last_battery_percentage: { f_cnt: count, value: batteryPct, received_at: time },
    },
  };
  return {
    topic: `v3/${lorawanApplication}/devices/${device.deviceId}/up`,
    payload: JSON.stringify(payload),
  };
};

function decoded({ device, climate }: Extract<Saying, { kind: 'reading' }>): object {
  if (device.kind === 'door-sensor') return { doorOpen: climate.doorOpen };
  return { temperature: climate.temperatureC, humidity: climate.humidityPct };
}
