import { distanceM, type LatLon } from '#shared/domain/geo.ts';

import { estimateStop, type Estimate, type Learned } from '../tracking/eta.ts';

/** An order on a vehicle: where it is brought to next. Instants in epoch milliseconds. */
export interface Aboard {
  readonly orderNumber: string;
  /** The site it is planned to pass next; undefined when it goes to its address from here. */
  readonly site: { readonly siteId: string; readonly expectedTime: number | undefined } | undefined;
  readonly address: { readonly label: string; readonly at: LatLon | undefined };
  /** Of its delivery. */
  readonly estimate: Estimate | undefined;
  readonly promisedUntil: number | undefined;
  /** Its promise is broken or probably will be. */
  readonly isLate: boolean;
}

export interface NextStop {
  /** Undefined for an address. */
  readonly siteId: string | undefined;
  /** How people call an address; the id of a site. */
  readonly label: string;
  readonly at: LatLon | undefined;
  readonly orderNumbers: readonly string[];
  readonly late: number;
  /** When the plans of the orders expect it there, the earliest. */
  readonly plannedTime: number | undefined;
  readonly nextPromise: number | undefined;
  readonly estimate: Estimate | undefined;
}

export interface NextStopsInput {
  readonly aboard: readonly Aboard[];
  /** Where the vehicle is; undefined while it has sent no position. */
  readonly from: LatLon | undefined;
  readonly now: number;
  readonly placeOf: (siteId: string) => (LatLon & { readonly name: string }) | undefined;
  readonly learned: Learned;
}

/**
 * Where a vehicle goes next, by what is aboard, the earliest arrival first. Sites are visited as the plans say, and of
 * those without a time the nearest first. Which door of a round comes when nobody knows: each has the arrival of its
 * order. Pure.
 */
export function nextStops(input: NextStopsInput): NextStop[] {
  const bySite = Map.groupBy(
    input.aboard.filter(({ site }) => site !== undefined),
    ({ site }) => site!.siteId,
  );
  const doors = Map.groupBy(
    input.aboard.filter(({ site }) => site === undefined),
    ({ address: { label, at } }) => (at === undefined ? label : `${at.lat} ${at.lon}`),
  );
  const stops = [...siteStops(bySite, input), ...[...doors.values()].map(doorStop)];
  return stops.sort((a, b) => timeOf(a) - timeOf(b) || (a.label < b.label ? -1 : Number(a.label > b.label)));
}

function timeOf({ estimate, plannedTime }: NextStop): number {
  return estimate?.p50 ?? plannedTime ?? Number.MAX_SAFE_INTEGER;
}

function siteStops(bySite: ReadonlyMap<string, readonly Aboard[]>, input: NextStopsInput): NextStop[] {
  const { from, now, placeOf, learned } = input;
  const stops = [...bySite].map(([siteId, orders]) => ({
    ...gathered(orders),
    siteId,
    label: siteId,
    at: placeOf(siteId),
    plannedTime: earliest(orders.map(({ site }) => site?.expectedTime)),
  }));
  const metres = ({ at }: { readonly at: LatLon | undefined }): number =>
    at === undefined || from === undefined ? Infinity : distanceM(from, at);
  stops.sort(
    (a, b) =>
      (a.plannedTime ?? Infinity) - (b.plannedTime ?? Infinity) ||
      metres(a) - metres(b) ||
      (a.siteId < b.siteId ? -1 : 1),
  );
  return stops.map((stop, index) => {
    const via = stops
      .slice(0, index)
      .flatMap(({ siteId, at }) => (at === undefined ? [] : [{ siteId, name: at.name, at }]));
    const estimate =
      from === undefined || stop.at === undefined
        ? undefined
        : estimateStop({ from, via, destination: stop.at, now }, learned);
    return { ...stop, estimate };
  });
}

/** Several orders of one address come together, with the first of them. */
function doorStop(orders: readonly Aboard[]): NextStop {
  const [first] = orders.toSorted(
    (a, b) =>
      (a.estimate?.p50 ?? Infinity) - (b.estimate?.p50 ?? Infinity) ||
      (a.orderNumber < b.orderNumber ? -1 : 1),
  );
  const { label, at } = first!.address;
  return {
    ...gathered(orders),
    siteId: undefined,
    label,
    at,
    plannedTime: undefined,
    estimate: first!.estimate,
  };
}

function gathered(orders: readonly Aboard[]): Pick<NextStop, 'orderNumbers' | 'late' | 'nextPromise'> {
  return {
    orderNumbers: orders.map(({ orderNumber }) => orderNumber).sort(),
    late: orders.filter(({ isLate }) => isLate).length,
    nextPromise: earliest(orders.map(({ promisedUntil }) => promisedUntil)),
  };
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
