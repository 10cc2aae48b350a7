import { toIso } from '#shared/domain/time.ts';

import type { Subject, TruthEntry } from './truth.ts';
import type { Item, Said, SaidScan } from './world/item.ts';
import type { PostedOrder } from './world/posted-order.ts';
import type { Event, Place, Step } from './world/step.ts';
import { bizStepOf, lifecycle, outcomeOf } from './world/step.ts';

/** How far a parcel is, by what happened or by what was said of it. */
interface Progress {
  readonly event: Event;
  readonly atMs: number;
  readonly place: Place;
}

interface LastFix {
  readonly deviceId: string;
  readonly lat: number;
  readonly lon: number;
  readonly saidMs: number;
  readonly trueMs: number;
}

const kinds = ['scan', 'position', 'reading', 'status'] as const;

/**
 * Keeps the books of a run: what really became of every order, parcel and vehicle, and what a receiver of all
 * messages could know of it. The two differ where scans were lost or clocks were wrong.
 */
export class Ledger {
  readonly #orders = new Map<string, PostedOrder>();
  readonly #really = new Map<string, Progress>();
  readonly #known = new Map<string, Progress>();
  readonly #fixes = new Map<string, LastFix>();
  readonly #messagesOf = new Map<string, number>();
  readonly #facts = { scan: 0, position: 0, reading: 0, status: 0 };
  #messages = 0;
  #resent = 0;

  /** Books one item; gives the facts that are final at once: every scan, and what should be noticed. */
  note(item: Item): TruthEntry[] {
    if (item.type === 'truth') return [item.entry];
    if (item.type === 'message') {
      this.#messages++;
      return item.said.flatMap((said) => this.#hear(said));
    }
    if (item.type === 'order') this.#orders.set(item.order.orderNumber, item.order);
    if (item.type === 'step') {
      const progress = progressOf(item.step, item.step.atMs);
      for (const { parcelId } of item.step.parcels) this.#really.set(parcelId, progress);
    }
    return [];
  }

  #hear(said: Said): TruthEntry[] {
    this.#messagesOf.set(said.deviceId, (this.#messagesOf.get(said.deviceId) ?? 0) + 1);
    if (said.resent === true) {
      this.#resent++;
      return [];
    }
    this.#facts[said.kind] += said.scans?.length ?? 1;
    const { fix, deviceId, saidMs, trueMs } = said;
    if (fix?.good === true && saidMs >= (this.#fixes.get(fix.vehicleId)?.saidMs ?? 0)) {
      this.#fixes.set(fix.vehicleId, { deviceId, lat: fix.lat, lon: fix.lon, saidMs, trueMs });
    }
    return (said.scans ?? []).map((scan) => this.#hearScan(said, scan));
  }

  #hearScan(said: Said, scan: SaidScan): TruthEntry {
    const { step } = scan;
    for (const { parcelId } of scan.parcels) {
      const before = this.#known.get(parcelId);
      const newer =
        before === undefined ||
        said.saidMs > before.atMs ||
        (said.saidMs === before.atMs && further(step, before));
      if (step !== undefined && newer) this.#known.set(parcelId, progressOf(step, said.saidMs));
    }
    return scanFact(said, scan);
  }

  /** What there is to know at the end: totals, every order, every parcel, every vehicle's last good position. */
  close(endMs: number): TruthEntry[] {
    return [
      this.#totals(endMs),
      ...[...this.#orders.values()].map((order) => this.#orderFact(order, endMs)),
      ...[...this.#orders.values()].flatMap((order) =>
        order.parcels.map(({ parcelId }) => this.#parcelFact(order, parcelId, endMs)),
      ),
      ...[...this.#fixes].map(([vehicleId, fix]) => vehicleFact(vehicleId, fix, endMs)),
    ];
  }

  #totals(endMs: number): TruthEntry {
    const perDevice = Object.fromEntries([...this.#messagesOf].sort(([a], [b]) => (a < b ? -1 : 1)));
    const facts = Object.fromEntries(kinds.map((kind) => [kind, this.#facts[kind]]));
    const detail = {
      messages: this.#messages,
      resent: this.#resent,
      orders: this.#orders.size,
      facts,
      perDevice,
    };
    return fact({ type: 'system', id: 'simulator' }, endMs, { fact: 'totals', ...detail });
  }

  #orderFact(order: PostedOrder, endMs: number): TruthEntry {
    const really = stateOf(order, this.#really);
    const untilMs = Date.parse(order.promised.until);
    const delivered = really.state === 'delivered';
    const late = delivered ? Date.parse(really.stateTime) > untilMs : endMs > untilMs;
    const detail = {
      ...really,
      promisedUntil: order.promised.until,
      late,
      known: stateOf(order, this.#known),
    };
    return fact({ type: 'order', id: order.orderNumber }, endMs, { fact: 'order', ...detail });
  }

  #parcelFact(order: PostedOrder, parcelId: string, endMs: number): TruthEntry {
    const really = describe(this.#really.get(parcelId));
    const detail = { orderNumber: order.orderNumber, ...really, known: describe(this.#known.get(parcelId)) };
    return fact({ type: 'parcel', id: parcelId }, endMs, { fact: 'parcel', ...detail });
  }
}

function progressOf(step: Step, atMs: number): Progress {
  return { event: step.event, atMs, place: step.place };
}

function further(step: Step | undefined, than: Progress): boolean {
  return step !== undefined && lifecycle[step.event].rank > lifecycle[than.event].rank;
}

/** An order is as far as its least advanced parcel; before the first scan it is created, as of its placing. */
function stateOf(
  order: PostedOrder,
  progress: ReadonlyMap<string, Progress>,
): { state: string; stateTime: string; scanned: boolean } {
  let least: Progress | undefined;
  let latestMs = 0;
  for (const { parcelId } of order.parcels) {
    const own = progress.get(parcelId);
    if (own === undefined) return { state: 'created', stateTime: order.placedTime, scanned: false };
    if (least === undefined || lifecycle[own.event].rank < lifecycle[least.event].rank) {
      least = own;
      latestMs = own.atMs;
    } else if (own.event === least.event) {
      latestMs = Math.max(latestMs, own.atMs);
    }
  }
  if (least === undefined) return { state: 'created', stateTime: order.placedTime, scanned: false };
  return { state: lifecycle[least.event].state, stateTime: toIso(latestMs), scanned: true };
}

function describe(progress: Progress | undefined): object {
  if (progress === undefined) return { state: 'created', location: { kind: 'unknown' } };
  return {
    state: lifecycle[progress.event].state,
    stateTime: toIso(progress.atMs),
    location: progress.place,
  };
}

function scanFact(said: Said, scan: SaidScan): TruthEntry {
  const outcome = scan.event === undefined ? undefined : outcomeOf(scan.event);
  return fact({ type: 'device', id: said.deviceId }, said.trueMs, {
    fact: 'scan',
    ...(scan.siteId === undefined ? {} : { siteId: scan.siteId }),
    time: toIso(said.saidMs),
    codes: scan.codes,
    // A portal sends no step: its site says what it means that a tag was seen there.
    ...(scan.event === undefined || scan.boot === undefined ? {} : { bizStep: bizStepOf(scan.event) }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(scan.boot === undefined ? {} : { boot: scan.boot, seq: scan.seq }),
  });
}

function vehicleFact(vehicleId: string, fix: LastFix, endMs: number): TruthEntry {
  const { deviceId, lat, lon, saidMs, trueMs } = fix;
  const detail = { fact: 'vehicle', deviceId, lat, lon, time: toIso(saidMs), trueTime: toIso(trueMs) };
  return fact({ type: 'vehicle', id: vehicleId }, endMs, detail);
}

function fact(subject: Subject, atMs: number, detail: Readonly<Record<string, unknown>>): TruthEntry {
  return { atMs, kind: 'fact', subject, detail };
}
