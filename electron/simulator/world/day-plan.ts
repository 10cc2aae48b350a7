import type { Calendar } from '../calendar.ts';
import type { DeviceTrouble, Fault, FaultDay, WorldChange } from '../faults/fault.ts';
import { dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { OpenDoor } from './climate.ts';
import { scannerOf } from './devices.ts';
import type { Order } from './orders.ts';
import { ordersOf } from './orders.ts';
import type { ScanDraft } from './scan.ts';
import { numberScans, scansOf } from './scan.ts';
import { latencyMs } from './ticks.ts';
import type { Wave } from './wave.ts';
import { planWave } from './wave.ts';

/** A scan with the time its message says and the instant at which it reaches the broker. */
export interface SentScan extends ScanDraft {
  readonly saidMs: number;
  readonly sentMs: number;
}

/** One working day: what happens, what is scanned of it, what goes wrong. */
export interface DayPlan {
  readonly wave: Wave;
  /** By the instant they are sent. */
  readonly scans: readonly SentScan[];
  readonly doors: readonly OpenDoor[];
  readonly troubles: readonly DeviceTrouble[];
  readonly truth: readonly TruthEntry[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly ordersPerDay: number;
  readonly faults: readonly Fault[];
}

/** Plans one working day; the same options give the same day, whatever was planned before. */
export function planDay(options: WorldOptions, day: number): DayPlan {
  const { seed, calendar, ordersPerDay, faults } = options;
  const baseMs = calendar.baseOf(day);
  const dayOf = (fault: Fault): FaultDay => ({ baseMs, roll: dice(seed, 'fault', fault.id, day) });
  const input = { seed, day, calendar, ordersPerDay };
  const intended = ordersOf({ ...input, misrouted: new Set() });
  const changes = faults.map((fault): WorldChange => fault.changeWorld?.(dayOf(fault), intended) ?? {});
  const misrouted = new Set(changes.flatMap((change) => [...(change.misrouted ?? [])]));
  const wave = planWave(
    { ...input, misrouted },
    changes.flatMap((change) => change.jams ?? []),
  );
  const truth: TruthEntry[] = changes.flatMap((change) => change.truth ?? []);
  truth.push(...lateOrders(wave), ...faults.flatMap((fault) => fault.judge?.(wave) ?? []));

  let scans = scansOf(wave.steps);
  const apply = (hook: 'repeatScans' | 'loseScans'): void => {
    for (const fault of faults) {
      const change = fault[hook]?.(dayOf(fault), scans);
      if (change === undefined) continue;
      scans = [...change.scans];
      truth.push(...change.truth);
    }
  };
  apply('repeatScans');
  scans = numberScans(scans, bootOf(day, calendar));
  apply('loseScans');
  const devices = faults.map((fault) => fault.troubleDevices?.(dayOf(fault), scans));
  truth.push(...devices.flatMap((change) => change?.truth ?? []));
  const troubles = devices.flatMap((change) => change?.troubles ?? []);
  return {
    wave,
    scans: sendScans(scans, troubles),
    doors: changes.flatMap((change) => change.doors ?? []),
    troubles,
    truth: truth.sort((a, b) => a.atMs - b.atMs),
  };
}

/** Scanners are switched on anew for each wave, so each counts its scans from 1. */
function bootOf(day: number, { phaseHours }: Calendar): string {
  return phaseHours === 0 ? `d${day}` : `d${day}p${phaseHours}`;
}

/** An order is late when its promise has passed and not all of it is delivered, whatever the reason. */
function lateOrders(wave: Wave): TruthEntry[] {
  return wave.orders.flatMap((order): TruthEntry[] => {
    const deliveredMs = wave.deliveredMs.get(order.orderNumber);
    if (deliveredMs !== undefined && deliveredMs <= order.promisedUntilMs) return [];
    return [
      {
        atMs: order.promisedUntilMs,
        kind: 'late',
        subject: { type: 'order', id: order.orderNumber },
        fromMs: order.promisedUntilMs,
        ...(deliveredMs === undefined ? {} : { toMs: deliveredMs }),
        detail: { cause: causeOf(order) },
      },
    ];
  });
}

function causeOf(order: Order): string {
  if (order.parcels.some((parcel) => parcel.misrouted)) return 'parcel at the wrong site';
  return order.firstAttemptFails ? 'nobody at home' : 'tour delayed';
}

function sendScans(scans: readonly ScanDraft[], troubles: readonly DeviceTrouble[]): SentScan[] {
  const sent = scans.flatMap((scan): SentScan[] => {
    const own = troubles.filter(
      (trouble) => trouble.deviceId === scan.deviceId && within(trouble, scan.atMs),
    );
    if (own.some(({ effect }) => effect.kind === 'silent')) return [];
    const offset = own.reduce(
      (sum, { effect }) => sum + (effect.kind === 'clock-off' ? effect.offsetMs : 0),
      0,
    );
    const held = own.find(({ effect }) => effect.kind === 'held');
    const sentMs = (held?.toMs ?? scan.atMs) + latencyMs(scannerOf(scan.deviceId));
    return [{ ...scan, saidMs: scan.atMs + offset, sentMs }];
  });
  return sent.sort((a, b) => a.sentMs - b.sentMs || a.atMs - b.atMs);
}

/** True while a device is in this kind of trouble. */
export function within(trouble: DeviceTrouble, atMs: number): boolean {
  return atMs >= trouble.fromMs && atMs < trouble.toMs;
}
