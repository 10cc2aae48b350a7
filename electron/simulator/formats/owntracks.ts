import type { Encode } from './saying.ts';

/** OwnTracks location from a driver's phone: seconds, km/h. */
export const encodeOwntracks: Encode = (saying, saidMs) => {
  if (saying.kind !== 'position') return undefined;
  const { device, fix, batteryPct } = saying;
  const payload = {
    _type: 'location',
    acc: Math.ceil(fix.accuracyM),
    alt: fix.altitudeM,
    batt: batteryPct,
    ...(fix.moving ? { cog: fix.headingDeg } : {}),
    conn: 'm',
    lat: fix.lat,
    lon: fix.lon,
    t: 'p',
    tid: device.vehicle.vehicleId.slice(-2),
    tst: Math.floor(saidMs / 1000),
    vel: Math.round(fix.speedMps * 3.6),
  };
  return { topic: `owntracks/${device.deviceId}`, payload: JSON.stringify(payload) };
};
