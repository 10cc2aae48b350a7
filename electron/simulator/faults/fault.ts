import type { Dice } from '../random.ts';
import type { OpenDoor } from '../world/climate.ts';
import type { Order } from '../world/orders.ts';
import type { ScanDraft } from '../world/scan.ts';
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
] as const;

export type FaultId = (typeof faultIds)[number];

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
    | { readonly kind: 'displaced'; readonly dLat: number; readonly dLon: number };
}

/** What really happens differently on one working day. */
export interface WorldChange {
  readonly misrouted?: ReadonlySet<string>;
  readonly jams?: readonly Jam[];
  readonly doors?: readonly OpenDoor[];
  readonly truth?: readonly TruthEntry[];
}

/** A wave's scans after a fault had its way with them, and what that was. */
export interface ScanChange {
  readonly scans: readonly ScanDraft[];
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
}

/** One thing that goes wrong. Each fault has dice of its own, changes only what it names and says what it did. */
export interface Fault {
  readonly id: FaultId;
  readonly title: string;
  /** What happens differently, decided before the day is planned. */
  readonly changeWorld?: (day: FaultDay, orders: readonly Order[]) => WorldChange;
  /** What of the planned day this fault is to blame for. */
  readonly judge?: (wave: Wave) => readonly TruthEntry[];
  /** Scans made again, or sent again. */
  readonly repeatScans?: (day: FaultDay, scans: readonly ScanDraft[]) => ScanChange;
  /** Scans that never leave the device. */
  readonly loseScans?: (day: FaultDay, scans: readonly ScanDraft[]) => ScanChange;
  /** Devices that say things late, wrongly or not at all. */
  readonly troubleDevices?: (day: FaultDay, scans: readonly ScanDraft[]) => DeviceChange;
}
