import type { Learned } from './eta.ts';
import type { LikeHistory } from './like-history.ts';
import type { PastOrders } from './past/past-orders.ts';

export interface Place {
  readonly siteId: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

export interface Fix {
  readonly lat: number;
  readonly lon: number;
  readonly eventTime: number;
  readonly recordTime: number;
  readonly deviceId: string;
}

/** What a belief needs to know besides the scans; all of it as it was at the instant asked for. */
export interface World {
  site(siteId: string): Place | undefined;
  /** The id of the vehicle (or lone tracker) a canonical code names. */
  vehicle(code: string): string | undefined;
  /** The newest fix of a vehicle at or before an instant. */
  fix(vehicleId: string, at: number): Fix | undefined;
  readonly learned: Learned;
  readonly like: Pick<LikeHistory, 'passages'>;
  /** What imported journeys teach. */
  readonly past: Pick<PastOrders, 'estimate'>;
  /** What to add to an instant for the clock on a site's wall, in milliseconds. */
  readonly offsetAt: (siteId: string, instant: number) => number;
}
