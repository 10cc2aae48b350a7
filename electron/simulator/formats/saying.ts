import type { SentScan } from '../world/day-plan.ts';
import type { Climate } from '../world/climate.ts';
import type { Device, Scanner, Sensor, Tracker } from '../world/devices.ts';
import type { TrackerFix } from '../world/world.ts';

/** What a device has to say, before it is put into the words of its format. */
export type Saying =
  | {
      readonly kind: 'position';
      readonly device: Tracker;
      readonly fix: TrackerFix;
      readonly batteryPct: number;
    }
  | {
      readonly kind: 'reading';
      readonly device: Sensor;
      readonly climate: Climate;
      readonly batteryPct: number;
      /** Number of the device's moment: formats with a counter use it. */
      readonly tick: number;
    }
  | { readonly kind: 'scan'; readonly device: Scanner; readonly scan: SentScan }
  | {
      readonly kind: 'status';
      readonly device: Device;
      readonly batteryPct: number;
      readonly rssiDbm: number;
    };

/** A message without the clients and times around it. */
export interface Encoded {
  readonly topic: string;
  readonly payload: string;
  readonly retain?: boolean;
}

/** A message ready to be published at `atMs` of the simulated clock. */
export interface Outbound extends Encoded {
  readonly atMs: number;
  readonly clientId: string;
  readonly qos: 1;
  readonly retain: boolean;
}

/** One format's words; undefined for what that format cannot say. */
export type Encode = (saying: Saying, saidMs: number) => Encoded | undefined;
