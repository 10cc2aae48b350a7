import { progressOf, stateOfOutcome, stateOfStep, type OrderState } from '#shared/domain/order-state.ts';

/** A stored scan as the journey sees it: codes and parent canonical, the device's defaults filled in. */
export interface ScanFact {
  readonly scanKey: number;
  readonly eventTime: number;
  readonly recordTime: number;
  readonly deviceId: string;
  readonly codes: readonly string[];
  readonly siteId: string | undefined;
  readonly bizStep: string | undefined;
  readonly readPoint: string | undefined;
  /** Vehicle the scan names, canonical. */
  readonly vehicleId: string | undefined;
  /** What the codes go onto or come off, canonical. */
  readonly parent: string | undefined;
  readonly outcome: string | undefined;
  readonly lat: number | undefined;
  readonly lon: number | undefined;
  /** Something of it was declared wrong; this is what is believed instead. */
  readonly corrected?: true;
  /** Who made it, where the scanner says so. */
  readonly operator?: string | undefined;
  /** How many were counted. */
  readonly quantity?: number | undefined;
  /** A reader that sees whatever passes by made it, nobody pulled a trigger. */
  readonly portal?: boolean;
}

/** A stay on something: a pallet, a cage, a vehicle; open until it ends. */
export interface Stay {
  readonly on: string;
  /** The scan named it as a vehicle. */
  readonly vehicle: boolean;
  readonly from: number;
  readonly to: number;
  /** The scan that put it there. */
  readonly scan: ScanFact;
}

/** One scan that speaks of a thing, by its own code or by the code of what it was on. */
export interface JourneyEvent {
  readonly scan: ScanFact;
  /** What was scanned: the thing itself or the container it was in. */
  readonly via: string;
  readonly state: OrderState | undefined;
}

export interface Journey {
  /** By event time. */
  readonly events: readonly JourneyEvent[];
  /** Innermost first. */
  readonly stays: readonly Stay[];
}

/** Where the scans of a canonical code are found, in any order; quickest when they come by event time. */
export type ScansOf = (code: string) => readonly ScanFact[];

const forever = Number.MAX_SAFE_INTEGER;
/** Parcel in case on pallet in cage on vehicle: nobody stacks deeper. */
const deepest = 6;

/** Steps that end being on something without naming it: the thing is handled by itself at a place. */
const groundingSteps: ReadonlySet<string> = new Set([
  'receiving',
  'storing',
  'stocking',
  'staging_outbound',
  'unloading',
  'unpacking',
  'picking',
]);
const takingOffSteps: ReadonlySet<string> = new Set(['unloading', 'unpacking']);
const puttingOnSteps: ReadonlySet<string> = new Set([
  'loading',
  'packing',
  'transporting',
  'departing',
  'shipping',
]);

/** A total order on the content of facts: the same whatever order they came in. */
export function byEventTime(a: ScanFact, b: ScanFact): number {
  return (
    a.eventTime - b.eventTime ||
    stepRank(a) - stepRank(b) ||
    compareText(a.deviceId, b.deviceId) ||
    compareText(a.codes.join('\n'), b.codes.join('\n')) ||
    a.scanKey - b.scanKey
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Of two scans in one instant the one further along happened later. */
function stepRank(scan: ScanFact): number {
  return progressOf[stateOf(scan) ?? 'unknown'];
}

/** The state a scan puts its codes in; undefined where it moves nothing. An outcome rules over the step. */
export function stateOf(scan: ScanFact): OrderState | undefined {
  if (scan.outcome !== undefined) return stateOfOutcome[scan.outcome];
  if (scan.bizStep === undefined) return undefined;
  if (scan.bizStep === 'holding' && isCustoms(scan.readPoint)) return 'customs';
  return stateOfStep[scan.bizStep];
}

function isCustoms(readPoint: string | undefined): boolean {
  return readPoint !== undefined && /customs|douane|zoll/i.test(readPoint);
}

/**
 * Everything scans say of the thing with these codes: its own scans, and those of what it was on while it was on
 * it. `until` cuts at an instant, so any past question is the same as a replay up to it.
 */
export function journeyOf(codes: readonly string[], scansOf: ScansOf, until: number = forever): Journey {
  const own = ownScans(codes, scansOf, until);
  const stays = staysOf(own.scans);
  // A scan of a full lorry names hundreds.
  const viaOf = (scan: ScanFact): string =>
    own.by ?? codes.find((code) => scan.codes.includes(code)) ?? codes[0] ?? '';
  const events = own.scans.map((scan) => ({ scan, via: viaOf(scan), state: stateOf(scan) }));
  const inherited = inheritedEvents(stays, { scansOf, until }, new Set(codes), 1);
  return { events: merged(events, inherited.events), stays: [...stays, ...inherited.stays] };
}

/** The scans of these codes, and the one code they are all by, if it is one. */
function ownScans(
  codes: readonly string[],
  scansOf: ScansOf,
  until: number,
): { readonly scans: readonly ScanFact[]; readonly by: string | undefined } {
  const lists = codes.map((code) => ({ code, scans: ordered(scansOf(code)) }));
  const [first, ...others] = lists.filter(({ scans }) => scans.length > 0);
  if (first !== undefined && others.length === 0) return { scans: upTo(first.scans, until), by: first.code };
  const all = lists.flatMap(({ scans }) => scans);
  return { scans: upTo(withoutRepeats(all.sort(byEventTime)), until), by: undefined };
}

function withoutRepeats(sorted: readonly ScanFact[]): ScanFact[] {
  return sorted.filter((scan, index) => scan.scanKey !== sorted[index - 1]?.scanKey);
}

/** Lists that were found to be in order: what is kept in memory is looked through once. */
const inOrder = new WeakSet<readonly ScanFact[]>();

/** By event time, sorted only where it is not. */
function ordered(scans: readonly ScanFact[]): readonly ScanFact[] {
  if (inOrder.has(scans)) return scans;
  const isOrdered = scans.every((scan, index) => index === 0 || byEventTime(scans[index - 1]!, scan) <= 0);
  const result = isOrdered ? scans : scans.toSorted(byEventTime);
  inOrder.add(result);
  return result;
}

/** Where the first scan after an instant stands, in scans by event time. */
function endOf(scans: readonly ScanFact[], instant: number): number {
  let from = 0;
  let to = scans.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (scans[middle]!.eventTime <= instant) from = middle + 1;
    else to = middle;
  }
  return from;
}

function upTo(scans: readonly ScanFact[], until: number): readonly ScanFact[] {
  return until === forever ? scans : scans.slice(0, endOf(scans, until));
}

/** One list by event time, each scan once: as its own where it is, else by the innermost it was in. */
function merged(own: readonly JourneyEvent[], inherited: readonly JourneyEvent[]): readonly JourneyEvent[] {
  if (inherited.length === 0) return own;
  const found = new Map<number, JourneyEvent>();
  for (const event of [...own, ...inherited])
    if (!found.has(event.scan.scanKey)) found.set(event.scan.scanKey, event);
  return [...found.values()].sort((a, b) => byEventTime(a.scan, b.scan));
}

/** What a thing was on, from its own scans in order of event time. */
export function staysOf(scans: readonly ScanFact[]): Stay[] {
  const stays: Stay[] = [];
  let open: Omit<Stay, 'to'>[] = [];
  const end = (to: number): void => {
    stays.push(...open.map((stay) => ({ ...stay, to })));
    open = [];
  };
  for (const scan of scans) {
    const step = scan.bizStep ?? '';
    const onto = [...new Set([scan.parent, scan.vehicleId].filter((each) => each !== undefined))];
    if (endsStay(scan)) end(scan.eventTime);
    else if (onto.length > 0 && puttingOnSteps.has(step)) {
      if (onto.every((each) => open.some((stay) => stay.on === each))) continue;
      end(scan.eventTime);
      open = onto.map((on) => ({
        on,
        vehicle: on === scan.vehicleId,
        from: scan.eventTime,
        scan,
      }));
    } else if (groundingSteps.has(step)) end(scan.eventTime);
  }
  end(forever);
  return stays;
}

const stayingOutcomes: ReadonlySet<string> = new Set(['attempt-failed', 'exception', 'returning']);

/** Being delivered, refused or handed over ends it, and so does being taken off; a failed attempt does not. */
function endsStay(scan: ScanFact): boolean {
  if (scan.outcome !== undefined) return !stayingOutcomes.has(scan.outcome);
  return takingOffSteps.has(scan.bizStep ?? '');
}

interface Past {
  readonly scansOf: ScansOf;
  readonly until: number;
}

/** The stays of a container, computed once as long as nothing new is heard of it. */
const knownStays = new WeakMap<readonly ScanFact[], readonly Stay[]>();

function containerStays(scans: readonly ScanFact[], until: number): readonly Stay[] {
  let stays = knownStays.get(scans);
  if (stays === undefined) knownStays.set(scans, (stays = staysOf(ordered(scans))));
  // Scans after the instant asked for have neither begun nor ended anything yet.
  return until === forever
    ? stays
    : stays
        .filter(({ from }) => from <= until)
        .map((stay) => (stay.to > until ? { ...stay, to: forever } : stay));
}

/** What happened to containers while the thing was in them, and what the containers were on meanwhile. */
function inheritedEvents(
  stays: readonly Stay[],
  past: Past,
  visited: ReadonlySet<string>,
  depth: number,
): Journey {
  if (depth > deepest) return { events: [], stays: [] };
  const events: JourneyEvent[] = [];
  const outer: Stay[] = [];
  for (const stay of stays) {
    if (visited.has(stay.on)) continue;
    const found = past.scansOf(stay.on);
    const scans = ordered(found);
    const end = endOf(scans, Math.min(stay.to, past.until));
    for (let index = endOf(scans, stay.from - 1); index < end; index += 1) {
      const scan = scans[index]!;
      events.push({ scan, via: stay.on, state: stateOf(scan) });
    }
    const around = overlapping(containerStays(found, past.until), stay);
    const further = inheritedEvents(around, past, new Set([...visited, stay.on]), depth + 1);
    outer.push(...around, ...further.stays);
    events.push(...further.events);
  }
  return { events, stays: outer };
}

/** What of stays that follow each other lies within another; a cage has had hundreds. */
function overlapping(stays: readonly Stay[], within: Stay): Stay[] {
  let first = 0;
  for (let to = stays.length; first < to;) {
    const middle = (first + to) >>> 1;
    if (stays[middle]!.to <= within.from) first = middle + 1;
    else to = middle;
  }
  const found: Stay[] = [];
  for (let index = first; index < stays.length; index += 1) {
    const stay = stays[index]!;
    if (stay.from >= within.to) break;
    const from = Math.max(stay.from, within.from);
    const to = Math.min(stay.to, within.to);
    if (to > from) found.push({ ...stay, from, to });
  }
  return found;
}

/** The stays in force at an instant, innermost first, each carrier once. */
export function staysAt(journey: Journey, at: number): Stay[] {
  const found = new Map<string, Stay>();
  for (const stay of journey.stays) {
    if (stay.from <= at && at < stay.to && !found.has(stay.on)) found.set(stay.on, stay);
  }
  return [...found.values()];
}

/** What only carriers say: something is wrong with it, or it is on its way back. */
const troubles: ReadonlySet<string | undefined> = new Set(['exception', 'returning']);
const ends: ReadonlySet<OrderState | undefined> = new Set(['delivered', 'returned']);

/** The last event that moved the state. A carrier's word of trouble undoes no end of a journey. */
export function lastMove({ events }: Pick<Journey, 'events'>): JourneyEvent | undefined {
  const move = events.findLast(({ state }) => state !== undefined);
  if (!troubles.has(move?.scan.outcome)) return move;
  return events.findLast(({ state }) => ends.has(state)) ?? move;
}
