/**
 * Where things are and how far they came, found by playing a small world forward minute by minute. Knows nothing of
 * the program: it is written from the words of the interface alone, and looks at every instant anew.
 */
export interface OracleScan {
  /** A whole minute from 1 on, no two scans in the same one. */
  readonly at: number;
  readonly codes: readonly string[];
  readonly site: string | undefined;
  readonly step: string | undefined;
  readonly outcome: string | undefined;
  /** A pallet or a cage. */
  readonly parent: string | undefined;
  readonly vehicle: string | undefined;
}

export interface OracleOrder {
  readonly orderNumber: string;
  readonly parcels: readonly string[];
}

const states: Readonly<Record<string, string>> = {
  commissioning: 'created',
  picking: 'picked',
  packing: 'packed',
  collecting: 'collected',
  arriving: 'at-site',
  receiving: 'at-site',
  unloading: 'at-site',
  storing: 'at-site',
  stocking: 'at-site',
  staging_outbound: 'at-site',
  loading: 'in-transit',
  departing: 'in-transit',
  shipping: 'in-transit',
  transporting: 'out-for-delivery',
};
const ends: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  'attempt-failed': 'attempt-failed',
  'available-for-pickup': 'available-for-pickup',
  refused: 'returning',
  returned: 'returned',
};
/** Least advanced first. */
const advance = [
  'created',
  'picked',
  'packed',
  'collected',
  'at-site',
  'in-transit',
  'out-for-delivery',
  'attempt-failed',
  'available-for-pickup',
  'returning',
  'delivered',
  'returned',
];
const onto = ['loading', 'packing', 'transporting', 'departing', 'shipping'];
const off = ['unloading', 'unpacking', 'receiving', 'storing', 'stocking', 'staging_outbound', 'picking'];

function stateOf(scan: OracleScan): string | undefined {
  return scan.outcome === undefined ? states[scan.step ?? ''] : ends[scan.outcome];
}

/** What each thing is directly on after every minute: `worlds[minute].get(thing)`. */
function play(
  scans: readonly OracleScan[],
  names: (scan: OracleScan, thing: string) => boolean,
  things: readonly string[],
  last: number,
) {
  const worlds: Map<string, string>[] = [new Map()];
  for (let minute = 1; minute <= last; minute += 1) {
    const world = new Map(worlds[minute - 1]);
    const scan = scans.find((each) => each.at === minute);
    if (scan !== undefined) for (const thing of things) if (names(scan, thing)) move(world, thing, scan);
    worlds.push(world);
  }
  return worlds;
}

function move(world: Map<string, string>, thing: string, scan: OracleScan): void {
  const carrier = scan.parent ?? scan.vehicle;
  if (scan.outcome !== undefined) {
    if (scan.outcome !== 'attempt-failed') world.delete(thing);
    else if (carrier !== undefined && onto.includes(scan.step ?? '')) world.set(thing, carrier);
    else if (off.includes(scan.step ?? '')) world.delete(thing);
  } else if (off.includes(scan.step ?? '')) world.delete(thing);
  else if (carrier !== undefined && onto.includes(scan.step ?? '')) world.set(thing, carrier);
}

/** Everything a thing is in or on, innermost first. */
function around(world: Map<string, string>, thing: string): string[] {
  const found: string[] = [];
  let carrier = world.get(thing);
  while (carrier !== undefined && carrier !== thing && !found.includes(carrier)) {
    found.push(carrier);
    carrier = world.get(carrier);
  }
  return found;
}

/** One line per parcel and one for the order, as they are at a minute. */
export function oracleSaying(
  scans: readonly OracleScan[],
  { orderNumber, parcels }: OracleOrder,
  vehicles: readonly string[],
  minute: number,
): string {
  const known = scans.filter(({ at }) => at <= minute);
  const containers = new Set(
    known.flatMap(({ parent, vehicle }) => [parent, vehicle]).filter((each) => each !== undefined),
  );
  const things = [...parcels, ...containers];
  const names = (scan: OracleScan, thing: string): boolean =>
    scan.codes.includes(thing) || (parcels.includes(thing) && scan.codes.includes(orderNumber));
  const worlds = play(known, names, things, minute);
  const each = parcels.map((parcel) => {
    const heard = known.filter((scan) => {
      if (names(scan, parcel)) return true;
      const before = around(worlds[scan.at - 1]!, parcel);
      const after = around(worlds[scan.at]!, parcel);
      return scan.codes.some((code) => before.includes(code) || after.includes(code));
    });
    const moves = heard.toSorted((a, b) => a.at - b.at).filter((scan) => stateOf(scan) !== undefined);
    const move = moves.at(-1);
    const state = move === undefined ? 'created' : stateOf(move)!;
    const on = around(worlds[minute]!, parcel);
    const last = heard.toSorted((a, b) => a.at - b.at).at(-1);
    return { parcel, state, time: move?.at ?? -1, on, place: placeOf(state, move, last, on, vehicles) };
  });
  const least = each.toSorted(
    (a, b) => advance.indexOf(a.state) - advance.indexOf(b.state) || b.time - a.time,
  )[0]!;
  const lines = each.map(({ parcel, state, on, place }) => `${parcel} ${state} ${place} on ${on.join(' ')}`);
  return [least.state, ...lines].join('; ');
}

function placeOf(
  state: string,
  move: OracleScan | undefined,
  last: OracleScan | undefined,
  on: readonly string[],
  vehicles: readonly string[],
): string {
  if (last === undefined) return 'unknown';
  if (state === 'delivered') return 'place';
  const vehicle = on.find((each) => vehicles.includes(each));
  const hasArrived = state === 'at-site' && move?.site !== undefined;
  if (vehicle !== undefined && !hasArrived) return `vehicle ${vehicle}`;
  const hasLeft =
    ['in-transit', 'out-for-delivery'].includes(state) &&
    ['departing', 'shipping', 'transporting'].includes(last.step ?? '');
  return hasLeft || last.site === undefined ? 'unknown' : `site ${last.site}`;
}
