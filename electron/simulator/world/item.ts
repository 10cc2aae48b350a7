import type { LatLon } from '#shared/domain/geo.ts';

import type { Outbound } from '../formats/saying.ts';
import type { RegistryEntry } from '../registry.ts';
import type { TruthEntry } from '../truth.ts';
import type { Parcel } from './orders.ts';
import type { PostedOrder } from './posted-order.ts';
import type { Event, Step } from './step.ts';

/** One scan as a receiver should count it. */
export interface SaidScan {
  /** Absent where no site of ours is named: a carrier's word. */
  readonly siteId?: string;
  readonly codes: readonly string[];
  readonly parcels: readonly Parcel[];
  /** Absent for a tag that belongs to no parcel. */
  readonly step?: Step;
  readonly event?: Event;
  /** Absent where the format has no such counter. */
  readonly boot?: string;
  readonly seq?: number;
}

/** What one message says, for the books: which device, when it happened and when the device says it did. */
export interface Said {
  readonly deviceId: string;
  readonly kind: 'position' | 'reading' | 'scan' | 'status';
  readonly trueMs: number;
  readonly saidMs: number;
  readonly scans?: readonly SaidScan[];
  readonly fix?: LatLon & { readonly vehicleId: string; readonly good: boolean };
  /** The same message once more. */
  readonly resent?: boolean;
}

/** The stream: orders as they are placed, what the console is told of devices, what really happens, what is published, what should be noticed. */
export type Item =
  | { readonly type: 'order'; readonly atMs: number; readonly order: PostedOrder }
  | { readonly type: 'registration'; readonly atMs: number; readonly entry: RegistryEntry }
  | { readonly type: 'step'; readonly atMs: number; readonly step: Step }
  | {
      readonly type: 'message';
      readonly atMs: number;
      readonly message: Outbound;
      readonly said: readonly Said[];
    }
  | { readonly type: 'truth'; readonly atMs: number; readonly entry: TruthEntry };
