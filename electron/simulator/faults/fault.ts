import type { Dice } from '../random.ts';
import type { OpenDoor } from '../world/climate.ts';
import type { HaulTrouble } from '../world/line-haul.ts';
import type { Astray, Order, Parcel } from '../world/orders.ts';
import type { Misaddress } from '../world/posted-order.ts';
import type { ScanDraft } from '../world/scan.ts';
import type { Place } from '../world/step.ts';
import type { Jam } from '../world/tour.ts';
import type { Wave } from '../world/wave.ts';
import type { TruthEntry } from '../truth.ts';

export const faultIds = [
  'late-sync',
  'lost-scans',
  'duplicate-scans',
  'wrong-site',
  'gps-dropout',
  'gps-jump',
  'door-open',
  'dead-sensor',
  'clock-skew',
  'traffic-jam',
  'missed-truck',
  'late-departure',
  'breakdown',
  'detour',
  'lost-parcel',
  'cloned-label',
  'swapped-steps',
  'wrong-door',
  'false-delivery',
  'miscount',
  'misread-label',
  'foreign-parcel',
  'overcooling',
  'bad-probe',
  'drifting-sensor',
  'weak-battery',
  'bad-address',
  'side-trip',
  'unscanned-loading',
  'carrier-error',
] as const;

export type FaultId = (typeof faultIds)[number];

/** What goes wrong on an ordinary day: enough to see what is noticed, not so much that nobody would look. */
export const usualFaults = [
  'late-sync',
  'wrong-site',
  'gps-dropout',
  'door-open',
  'dead-sensor',
  'traffic-jam',
  'missed-truck',
  'breakdown',
  'misread-label',
  'weak-battery',
] as const satisfies readonly FaultId[];

/** What happens to everything one device says in a span of time. */
export interface DeviceTrouble {
  readonly deviceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly effect:
    | { readonly kind: 'silent' }
    /** Says it, but its messages reach the broker only when the span is over. */
    | { readonly kind: 'held' }
    | { readonly kind: 'clock-off'; readonly offsetMs: number }
    | { readonly kind: 'displaced'; readonly dLat: number; readonly dLon: number }
    /** What a probe that is torn off says instead of a temperature. */
    | { readonly kind: 'no-probe'; readonly temperatureC: number }
    /** Measures so much too warm. */
    | { readonly kind: 'off'; readonly byC: number }
    | { readonly kind: 'flat-battery'; readonly pct: number };
}

/** A tracker that travels with one parcel, from when it was put on until it was taken off. */
export interface TagRide {
  readonly tagId: string;
  readonly parcel: Parcel;
  readonly vehicleId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a carrier's own system says became of a parcel, and when it says so. */
export interface CarrierWord {
  readonly parcel: Parcel;
  readonly atMs: number;
  readonly sentMs: number;
  /** Where it would be if that were so. */
  readonly place: Extract<Place, { readonly kind: 'place' }>;
}

/** What really happens differently on one working day. */
export interface WorldChange {
  readonly astray?: Partial<Astray>;
  readonly jams?: readonly Jam[];
  readonly hauls?: readonly HaulTrouble[];
  readonly doors?: readonly OpenDoor[];
  /** What is wrong in the addresses of orders as they are posted, by order number. */
  readonly addresses?: ReadonlyMap<string, Misaddress>;
  readonly truth?: readonly TruthEntry[];
}

/** A wave's scans after a fault had its way with them, and what that was. */
export interface ScanChange {
  readonly scans: readonly ScanDraft[];
  /** Trackers that travel with some of the parcels. */
  readonly rides?: readonly TagRide[];
  /** What a carrier's system says of some of the parcels. */
  readonly words?: readonly CarrierWord[];
  readonly truth: readonly TruthEntry[];
}

export interface DeviceChange {
  readonly troubles: readonly DeviceTrouble[];
  readonly truth: readonly TruthEntry[];
}

/** One working day, as the faults see it. */
export interface FaultDay {
  readonly baseMs: number;
  /** Dice of this fault and this day, used by nothing else. */
  readonly roll: Dice;
  /**
   * Orders and parcels, vehicles and devices that a fault has to itself that day, so that what follows from it is not
   * also due to another. Whoever takes one adds it.
   */
  readonly taken: Set<string>;
}

/** One thing that goes wrong. Each fault has dice of its own, changes only what it names and says what it did. */
export interface Fault {
  readonly id: FaultId;
  readonly title: string;
  /** What happens differently, decided before the day is planned. */
  readonly changeWorld?: (day: FaultDay, orders: readonly Order[]) => WorldChange;
  /** What of the planned day this fault is to blame for. */
  readonly judge?: (wave: Wave) => readonly TruthEntry[];
  /** Scans made again, wrongly, or sent again. */
  readonly changeScans?: (day: FaultDay, scans: readonly ScanDraft[]) => ScanChange;
  /** Scans that never leave the device. */
  readonly loseScans?: (day: FaultDay, scans: readonly ScanDraft[]) => ScanChange;
  /** Devices that say things late, wrongly or not at all. */
  readonly troubleDevices?: (day: FaultDay, scans: readonly ScanDraft[]) => DeviceChange;
}
