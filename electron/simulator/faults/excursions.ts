import type { ExpectedAlert, TruthEntry } from '../truth.ts';
import type { OpenDoor } from '../world/climate.ts';
import { doorMemoryMs, measure } from '../world/climate.ts';
import type { Sensor } from '../world/devices.ts';
import { sensors } from '../world/devices.ts';
import { firstTick, tickAt } from '../world/ticks.ts';

/** A limit on what a thermometer shows. */
export interface ShownLimit {
  readonly kind: ExpectedAlert;
  readonly limitC: number;
  readonly side: 'above' | 'below';
  /** A value at the limit breaks it, too. */
  readonly inclusive: boolean;
  readonly forMs: number;
}

/** What each thermometer in a chamber will show of an event, reading by reading. */
export function excursionsOf(door: OpenDoor, limit: ShownLimit): TruthEntry[] {
  return sensors
    .filter(({ chamber, kind }) => chamber.chamberId === door.chamberId && kind === 'sensor')
    .flatMap((sensor) => excursionOf(sensor, door, limit) ?? []);
}

interface Span {
  readonly fromMs: number;
  readonly knownMs: number;
  readonly toMs: number;
  readonly worstC: number;
}

function excursionOf(sensor: Sensor, door: OpenDoor, limit: ShownLimit): TruthEntry | undefined {
  let open: { fromMs: number; knownMs: number | undefined; worstC: number } | undefined;
  for (let n = firstTick(sensor, door.fromMs); ; n++) {
    const atMs = tickAt(sensor, n);
    if (atMs > door.toMs + doorMemoryMs) return undefined;
    const { temperatureC } = measure(sensor, atMs, [door]);
    if (isBeyond(limit, temperatureC)) {
      open ??= { fromMs: atMs, knownMs: undefined, worstC: temperatureC };
      open.worstC = worse(limit, open.worstC, temperatureC);
      if (atMs - open.fromMs >= limit.forMs) open.knownMs ??= atMs;
      continue;
    }
    if (open?.knownMs !== undefined)
      return entryOf(sensor, limit, { ...open, knownMs: open.knownMs, toMs: atMs });
    open = undefined;
  }
}

function isBeyond({ side, limitC, inclusive }: ShownLimit, celsius: number): boolean {
  if (celsius === limitC) return inclusive;
  return side === 'above' ? celsius > limitC : celsius < limitC;
}

function worse({ side }: ShownLimit, a: number, b: number): number {
  return side === 'above' ? Math.max(a, b) : Math.min(a, b);
}

function entryOf(sensor: Sensor, { kind, limitC }: ShownLimit, span: Span): TruthEntry {
  const { chamberId, vehicleId, siteId } = sensor.chamber;
  const { fromMs, knownMs, toMs, worstC } = span;
  return {
    atMs: knownMs,
    kind,
    subject: { type: 'device', id: sensor.deviceId },
    fromMs,
    toMs,
    detail: { chamberId, siteId, ...(vehicleId === undefined ? {} : { vehicleId }), worstC, limitC },
  };
}
