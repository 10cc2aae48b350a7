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
}

/** A stay on something: a pallet, a cage, a vehicle; open until it ends. */
export interface Stay {
  readonly on: string;
  /** The scan named it as a vehicle. */
  readonly vehicle: boolean;
  readonly from: number;
  readonly to: number;
  readonly scanKey: number;
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

/** Where scans of a code are found; canonical codes. */
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
  const own = collect(codes, scansOf, until);
  const stays = staysOf(own);
  const events = own.map((scan) => ({
    scan,
    via: codes.find((code) => scan.codes.includes(code)) ?? codes[0] ?? '',
    state: stateOf(scan),
  }));
  const inherited = inheritedEvents(stays, scansOf, until, new Set(codes), 1);
  const seen = new Set(own.map((scan) => scan.scanKey));
  const all = [...events, ...inherited.events.filter((event) => !seen.has(event.scan.scanKey))];
  return {
    events: unique(all).sort((a, b) => byEventTime(a.scan, b.scan)),
    stays: [...stays, ...inherited.stays],
  };
}

function collect(codes: readonly string[], scansOf: ScansOf, until: number): ScanFact[] {
  const found = new Map<number, ScanFact>();
  for (const code of codes) {
    for (const scan of scansOf(code)) if (scan.eventTime <= until) found.set(scan.scanKey, scan);
  }
  return [...found.values()].sort(byEventTime);
}

function unique(events: readonly JourneyEvent[]): JourneyEvent[] {
  const found = new Map<number, JourneyEvent>();
  for (const event of events) if (!found.has(event.scan.scanKey)) found.set(event.scan.scanKey, event);
  return [...found.values()];
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
        scanKey: scan.scanKey,
      }));
    } else if (groundingSteps.has(step)) end(scan.eventTime);
  }
  end(forever);
  return stays;
}

/** Being delivered, refused or handed over ends it, and so does being taken off; a failed attempt does not. */
function endsStay(scan: ScanFact): boolean {
  if (scan.outcome !== undefined) return scan.outcome !== 'attempt-failed';
  return takingOffSteps.has(scan.bizStep ?? '');
}

/** What happened to containers while the thing was in them, and what the containers were on meanwhile. */
function inheritedEvents(
  stays: readonly Stay[],
  scansOf: ScansOf,
  until: number,
  visited: ReadonlySet<string>,
  depth: number,
): Journey {
  if (depth > deepest) return { events: [], stays: [] };
  const events: JourneyEvent[] = [];
  const outer: Stay[] = [];
  for (const stay of stays) {
    if (visited.has(stay.on)) continue;
    const scans = collect([stay.on], scansOf, until);
    for (const scan of scans) {
      if (scan.eventTime < stay.from || scan.eventTime > stay.to) continue;
      events.push({ scan, via: stay.on, state: stateOf(scan) });
    }
    const around = staysOf(scans).flatMap((each) => overlap(each, stay));
    const further = inheritedEvents(around, scansOf, until, new Set([...visited, stay.on]), depth + 1);
    outer.push(...around, ...further.stays);
    events.push(...further.events);
  }
  return { events, stays: outer };
}

function overlap(stay: Stay, within: Stay): Stay[] {
  const from = Math.max(stay.from, within.from);
  const to = Math.min(stay.to, within.to);
  return to > from ? [{ ...stay, from, to }] : [];
}

/** The stays in force at an instant, innermost first, each carrier once. */
export function staysAt(journey: Journey, at: number): Stay[] {
  const found = new Map<string, Stay>();
  for (const stay of journey.stays) {
    if (stay.from <= at && at < stay.to && !found.has(stay.on)) found.set(stay.on, stay);
  }
  return [...found.values()];
}

/** The last event that moved the state. */
export function lastMove(journey: Journey): JourneyEvent | undefined {
  return journey.events.findLast((event) => event.state !== undefined);
}
