import { ruuviGatewayMac } from '../world/devices.ts';
import type { Encode } from './saying.ts';

/** Ruuvi Gateway: the tag's advertisement (data format 5) as hex, with the gateway's seconds. */
export const encodeRuuvi: Encode = (saying, saidMs) => {
  if (saying.kind !== 'reading') return undefined;
  const { device, climate, tick } = saying;
  const seconds = String(Math.floor(saidMs / 1000));
  const payload = {
    gw_mac: ruuviGatewayMac,
    rssi: -48 - (device.key % 30),
    aoa: [],
    gwts: seconds,
    ts: seconds,
    data: `0201061BFF9904${rawV2(climate, device.deviceId, device.key, tick)}`,
    coords: '',
  };
  return { topic: `ruuvi/${ruuviGatewayMac}/${device.deviceId}`, payload: JSON.stringify(payload) };
};

/** RuuviTag data format 5 (RAWv2): 24 bytes, big-endian. */
export function rawV2(
  climate: { readonly temperatureC: number; readonly humidityPct: number },
  mac: string,
  key: number,
  tick: number,
): string {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt8(5, 0);
  bytes.writeInt16BE(Math.round(climate.temperatureC / 0.005), 1);
  bytes.writeUInt16BE(Math.round(climate.humidityPct / 0.0025), 3);
  bytes.writeUInt16BE(101_300 + (key % 600) - 300 - 50_000, 5);
  bytes.writeInt16BE(12, 7);
  bytes.writeInt16BE(-8, 9);
  bytes.writeInt16BE(1012, 11);
  const batteryMv = 2900 + (key % 120);
  const txPowerDbm = 4;
  bytes.writeUInt16BE(((batteryMv - 1600) << 5) | ((txPowerDbm + 40) / 2), 13);
  bytes.writeUInt8(key % 250, 15);
  bytes.writeUInt16BE(tick % 65_535, 16);
  bytes.write(mac.replaceAll(':', ''), 18, 'hex');
  return bytes.toString('hex').toUpperCase();
}
