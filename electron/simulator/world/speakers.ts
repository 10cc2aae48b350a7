import { minuteMs } from '#shared/domain/time.ts';

import { encode } from '../formats/index.ts';
import type { Saying } from '../formats/saying.ts';
import type { Climate } from './climate.ts';
import { batteryPct, measure } from './climate.ts';
import type { Device, Sensor, Tracker } from './devices.ts';
import { scanners, sensors, trackers } from './devices.ts';
import type { Item, Said } from './item.ts';
import type { Ticking } from './ticks.ts';
import { latencyMs, tickAt } from './ticks.ts';
import type { World } from './world.ts';
import { trackerFix } from './world.ts';

/** A device that speaks at fixed moments. `speak` gives nothing when it has nothing to say or cannot. */
export interface Speaker {
  readonly device: Device;
  readonly ticking: Ticking;
  readonly latencyMs: number;
  /** Least time between two of its messages in a thinned history. */
  readonly historyGapMs: number;
  speak(n: number): MessageItem | undefined;
}

export type MessageItem = Extract<Item, { type: 'message' }>;

const parkedEveryMs = minuteMs;
const statusEveryMs = 15 * minuteMs;

/** All that speaks by the clock: trackers, sensors, and the health of devices that report it. */
export function speakersOf(world: World): Speaker[] {
  const healthy: Device[] = [...trackers, ...sensors, ...scanners].filter(
    (device) => device.format === 'native',
  );
  return [
    ...trackers.map((tracker) => trackerSpeaker(world, tracker)),
    ...sensors.map((sensor) => sensorSpeaker(world, sensor)),
    ...healthy.map((device) => statusSpeaker(world, device)),
  ];
}

interface Utterance {
  readonly device: Device;
  readonly atMs: number;
  readonly saying: Saying;
  readonly fix?: NonNullable<Said['fix']>;
}

/** Puts the device's troubles on what it says: not at all, or with the wrong time. */
function utter(world: World, { device, atMs, saying, fix }: Utterance): MessageItem | undefined {
  const troubles = world.troublesOf(device.deviceId, atMs);
  if (troubles.some(({ effect }) => effect.kind === 'silent')) return undefined;
  const offset = troubles.reduce(
    (sum, { effect }) => sum + (effect.kind === 'clock-off' ? effect.offsetMs : 0),
    0,
  );
  const sentMs = atMs + latencyMs(device);
  const message = encode(saying, atMs + offset, sentMs);
  if (message === undefined) return undefined;
  const { deviceId } = device;
  const said: Said = {
    deviceId,
    kind: saying.kind,
    trueMs: atMs,
    saidMs: atMs + offset,
    ...(fix && { fix }),
  };
  return { type: 'message', atMs: sentMs, message, said: [said] };
}

function trackerSpeaker(world: World, device: Tracker): Speaker {
  const { vehicleId } = device.vehicle;
  const parkedStride = Math.round(parkedEveryMs / device.periodMs);
  return {
    device,
    ticking: device,
    latencyMs: latencyMs(device),
    historyGapMs: minuteMs / 2,
    speak(n) {
      const atMs = tickAt(device, n);
      const seen = trackerFix(world, device, atMs);
      if (!seen.moving && n % parkedStride !== 0) return undefined;
      const shift = world
        .troublesOf(device.deviceId, atMs)
        .find(({ effect }) => effect.kind === 'displaced')?.effect;
      const away = shift?.kind === 'displaced' ? shift : undefined;
      const lat = Number((seen.lat + (away?.dLat ?? 0)).toFixed(6));
      const lon = Number((seen.lon + (away?.dLon ?? 0)).toFixed(6));
      const saying = {
        kind: 'position',
        device,
        fix: { ...seen, lat, lon },
        batteryPct: batteryPct(device.key, atMs),
      } as const;
      return utter(world, { device, atMs, saying, fix: { lat, lon, vehicleId, good: away === undefined } });
    },
  };
}

function sensorSpeaker(world: World, device: Sensor): Speaker {
  return {
    device,
    ticking: device,
    latencyMs: latencyMs(device),
    historyGapMs: minuteMs,
    speak(n) {
      const atMs = tickAt(device, n);
      const climate = asMeasured(
        world,
        device.deviceId,
        atMs,
        measure(device, atMs, world.doorsAround(atMs)),
      );
      const saying = {
        kind: 'reading',
        device,
        climate,
        batteryPct: batteryPct(device.key, atMs),
        tick: n,
      } as const;
      return utter(world, { device, atMs, saying });
    },
  };
}

/** What a sensor makes of the air while something is wrong with it. */
function asMeasured(world: World, deviceId: string, atMs: number, climate: Climate): Climate {
  return world.troublesOf(deviceId, atMs).reduce((seen, { effect }) => {
    if (effect.kind === 'no-probe') return { ...seen, temperatureC: effect.temperatureC };
    if (effect.kind !== 'off') return seen;
    return { ...seen, temperatureC: Number((seen.temperatureC + effect.byC).toFixed(2)) };
  }, climate);
}

function statusSpeaker(world: World, device: Device): Speaker {
  const ticking = { key: (device.key ^ 0x5bd1e995) >>> 0, periodMs: statusEveryMs };
  return {
    device,
    ticking,
    latencyMs: latencyMs(device),
    historyGapMs: Number.POSITIVE_INFINITY,
    speak(n) {
      const atMs = tickAt(ticking, n);
      const rssiDbm = -52 - ((device.key + n * 7) % 28);
      const flat = world
        .troublesOf(device.deviceId, atMs)
        .find(({ effect }) => effect.kind === 'flat-battery');
      const left = flat?.effect.kind === 'flat-battery' ? flat.effect.pct : batteryPct(device.key, atMs);
      const saying = { kind: 'status', device, batteryPct: left, rssiDbm } as const;
      return utter(world, { device, atMs, saying });
    },
  };
}
