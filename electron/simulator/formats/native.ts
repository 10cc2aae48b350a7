import { toIso } from '#shared/domain/time.ts';

import type { SentScan } from '../world/day-plan.ts';
import type { Device, Scanner } from '../world/devices.ts';
import { codesOf } from '../world/scan.ts';
import { bizStepOf, lifecycle, outcomeOf } from '../world/step.ts';
import type { Encode, Saying } from './saying.ts';

type Kind = Saying['kind'];

function topicOf(device: Device, kind: Kind): string {
  return `waymark/v1/${device.siteId}/${device.deviceId}/${kind}`;
}

/** Waymark's own format: `waymark/v1/{siteId}/{deviceId}/{kind}`, one JSON object. */
export const encodeNative: Encode = (saying, saidMs) => {
  const payload = JSON.stringify({ time: toIso(saidMs), ...bodyOf(saying) });
  return { topic: topicOf(saying.device, saying.kind), payload };
};

function bodyOf(saying: Saying): object {
  if (saying.kind === 'reading') return readingBody(saying);
  if (saying.kind === 'scan') return scanBody(saying.device, saying.scan);
  if (saying.kind === 'status') {
    return { online: true, batteryPct: saying.batteryPct, rssiDbm: saying.rssiDbm, firmware: '2.4.1' };
  }
  const { lat, lon, speedMps, headingDeg, accuracyM, altitudeM, moving } = saying.fix;
  return { lat, lon, speedMps, ...(moving ? { headingDeg } : {}), accuracyM, altitudeM };
}

/** Hall sensors use the long form, one quantity a message; the others the shorthand. */
function readingBody({ device, climate, batteryPct, tick }: Extract<Saying, { kind: 'reading' }>): object {
  const battery = tick % 10 === 0 ? { batteryPct } : {};
  if (device.kind === 'door-sensor') return { doorOpen: climate.doorOpen, ...battery };
  if (device.chamber.kind === 'hall') return { type: 'Temperature', value: climate.temperatureC, uom: 'CEL' };
  return { temperatureC: climate.temperatureC, humidityPct: climate.humidityPct, ...battery };
}

/** Whoever packs a parcel counts what goes into it. */
function countOf({ step, parcels, counted }: SentScan): { readonly quantity?: number } {
  const [parcel] = parcels;
  if (step.event !== 'packing' || parcel === undefined) return {};
  return { quantity: counted ?? parcel.pieces };
}

function scanBody(device: Scanner, scan: SentScan): object {
  const { step } = scan;
  const outcome = outcomeOf(step.event);
  const onto = lifecycle[step.event].bizStep === 'loading' || lifecycle[step.event].bizStep === 'unloading';
  return {
    codes: codesOf(scan),
    bizStep: bizStepOf(step.event),
    ...(device.vehicleId === undefined ? { readPoint: device.deviceId.replace(/^(hh|label)-/, '') } : {}),
    ...(step.vehicleId === undefined ? {} : { vehicleId: step.vehicleId }),
    ...(onto && step.vehicleId !== undefined ? { parent: step.vehicleId } : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...countOf(scan),
    ...(step.position === undefined ? {} : { lat: step.position.lat, lon: step.position.lon }),
    ...(device.operator === undefined ? {} : { operator: device.operator }),
    boot: scan.boot,
    seq: scan.seq,
  };
}
