/** A message of the mixed load: half positions, four tenths readings of two values, a tenth scans. */
export interface MixedMessage {
  readonly topic: string;
  readonly payload: string;
}

/** So many devices take turns. */
export const mixedDevices = 500;
/** So many parcels are scanned again and again; a receiver that knows orders should know theirs. */
export const mixedParcels = 5000;
const steps = ['receiving', 'storing', 'picking', 'packing', 'loading'];

const boot = 'bench';

/** The message with this number; its device follows from the number, its sequence number is the number. */
export function mixedMessage(index: number, now: number): MixedMessage {
  const device = index % mixedDevices;
  const kind = device % 10;
  const head = `{"time":"${new Date(now).toISOString()}","boot":"${boot}","seq":${index}`;
  if (kind < 5) return position(device, index, head);
  return kind < 9 ? reading(device, index, head) : scan(device, index, head);
}

/** Half a metre on from the one before: what jumps is doubted, and a fleet that does nothing else is none. */
function position(device: number, index: number, head: string): MixedMessage {
  const own = Math.floor(index / mixedDevices);
  const lat = (45 + device / 1000 + own * 5e-6).toFixed(6);
  const lon = (4 + device / 1000).toFixed(6);
  const speed = (8 + (own % 20) / 10).toFixed(1);
  return {
    topic: `waymark/v1/BENCH/TRUCK-${device}/position`,
    payload: `${head},"lat":${lat},"lon":${lon},"speedMps":${speed},"headingDeg":${index % 360},"accuracyM":4.5}`,
  };
}

function reading(device: number, index: number, head: string): MixedMessage {
  const own = Math.floor(index / mixedDevices);
  const temperature = (4 + Math.abs((own % 40) - 20) / 10).toFixed(1);
  return {
    topic: `waymark/v1/BENCH/FRIDGE-${device}/reading`,
    payload: `${head},"temperatureC":${temperature},"humidityPct":${60 + (own % 10)}}`,
  };
}

/** Every tenth message is a scan, so numbers of scans are tenths of numbers of messages. */
function scan(device: number, index: number, head: string): MixedMessage {
  const number = Math.floor(index / 10);
  const step = steps[Math.floor(number / mixedParcels) % steps.length]!;
  return {
    topic: `waymark/v1/BENCH/GUN-${device}/scan`,
    payload: `${head},"codes":["${parcelOf(number % mixedParcels)}"],"bizStep":"${step}","readPoint":"DOCK-${device % 7}"}`,
  };
}

/** Readings of one device. */
export function messageOfOne(device: string): (index: number, now: number) => MixedMessage {
  return (index, now) => ({
    topic: `waymark/v1/BENCH/${device}/reading`,
    payload: `{"time":"${new Date(now).toISOString()}","boot":"${boot}","seq":${index},"temperatureC":${(index % 300) / 10}}`,
  });
}

export function parcelOf(number: number): string {
  return `PARCEL-${number}`;
}
