import type { Calendar } from '../calendar.ts';
import type { CarrierWord, DeviceTrouble, Fault, FaultDay, TagRide, WorldChange } from '../faults/fault.ts';
import { dice } from '../random.ts';
import type { TruthEntry } from '../truth.ts';
import type { OpenDoor } from './climate.ts';
import { scannerOf } from './devices.ts';
import { endsOf } from './ends.ts';
import type { Astray } from './orders.ts';
import { nothingAstray, ordersOf } from './orders.ts';
import type { Misaddress } from './posted-order.ts';
import type { ScanDraft } from './scan.ts';
import { numberScans, scansOf } from './scan.ts';
import { latencyMs } from './ticks.ts';
import type { Wave } from './wave.ts';
import { planWave } from './wave.ts';

/** A scan with the time its message says and the instant at which it reaches the broker. */
export interface SentScan extends ScanDraft {
  readonly saidMs: number;
  readonly sentMs: number;
}

/** One working day: what happens, what is scanned of it, what goes wrong. */
export interface DayPlan {
  readonly wave: Wave;
  /** By the instant they are sent. */
  readonly scans: readonly SentScan[];
  readonly doors: readonly OpenDoor[];
  readonly addresses: ReadonlyMap<string, Misaddress>;
  readonly troubles: readonly DeviceTrouble[];
  readonly rides: readonly TagRide[];
  readonly words: readonly CarrierWord[];
  readonly truth: readonly TruthEntry[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly ordersPerDay: number;
  readonly faults: readonly Fault[];
}

const ofScans: ReadonlySet<TruthEntry['kind']> = new Set([
  'duplicate-scan',
  'out-of-sequence',
  'unknown-code',
  'bad-check-digit',
]);
/** A message takes some seconds to arrive. */
const afterwardsMs = 5000;

/** Plans one working day; the same options give the same day, whatever was planned before. */
export function planDay(options: WorldOptions, day: number): DayPlan {
  const { seed, calendar, ordersPerDay, faults } = options;
  const baseMs = calendar.baseOf(day);
  const taken = new Set<string>();
  const dayOf = (fault: Fault): FaultDay => ({ baseMs, roll: dice(seed, 'fault', fault.id, day), taken });
  const input = { seed, day, calendar, ordersPerDay };
  const intended = ordersOf({ ...input, astray: nothingAstray });
  const changes = faults.map((fault): WorldChange => fault.changeWorld?.(dayOf(fault), intended) ?? {});
  const wave = planWave(
    { ...input, astray: astrayIn(changes) },
    {
      jams: changes.flatMap((change) => change.jams ?? []),
      hauls: changes.flatMap((change) => change.hauls ?? []),
    },
  );
  const truth: TruthEntry[] = changes.flatMap((change) => change.truth ?? []);
  truth.push(...faults.flatMap((fault) => fault.judge?.(wave) ?? []));

  let scans = scansOf(wave.steps);
  const rides: TagRide[] = [];
  const words: CarrierWord[] = [];
  const apply = (hook: 'changeScans' | 'loseScans'): void => {
    for (const fault of faults) {
      const change = fault[hook]?.(dayOf(fault), scans);
      if (change === undefined) continue;
      scans = [...change.scans];
      truth.push(...change.truth);
      rides.push(...(change.rides ?? []));
      words.push(...(change.words ?? []));
    }
  };
  apply('changeScans');
  truth.push(...endsOf(wave, scans));
  scans = numberScans(scans, bootOf(day, calendar));
  apply('loseScans');
  const devices = faults.map((fault) => fault.troubleDevices?.(dayOf(fault), scans));
  truth.push(...devices.flatMap((change) => change?.truth ?? []));
  const troubles = devices.flatMap((change) => change?.troubles ?? []);
  return {
    wave,
    scans: sendScans(scans, troubles),
    doors: changes.flatMap((change) => change.doors ?? []),
    addresses: new Map(changes.flatMap((change) => [...(change.addresses ?? [])])),
    troubles,
    rides,
    words,
    truth: truth.map((entry) => asHeard(entry, troubles)).sort((a, b) => a.atMs - b.atMs),
  };
}

function astrayIn(changes: readonly WorldChange[]): Astray {
  const all = (name: keyof Astray): Set<string> =>
    new Set(changes.flatMap(({ astray }) => [...(astray?.[name] ?? [])]));
  return { misrouted: all('misrouted'), leftBehind: all('leftBehind'), lost: all('lost') };
}

/** Scanners are switched on anew for each wave, so each counts its scans from 1. */
function bootOf(day: number, { phaseHours }: Calendar): string {
  return phaseHours === 0 ? `d${day}` : `d${day}p${phaseHours}`;
}

function sendScans(scans: readonly ScanDraft[], troubles: readonly DeviceTrouble[]): SentScan[] {
  const sent = scans.flatMap((scan): SentScan[] => {
    const own = troubles.filter(
      (trouble) => trouble.deviceId === scan.deviceId && within(trouble, scan.atMs),
    );
    if (own.some(({ effect }) => effect.kind === 'silent')) return [];
    const offset = own.reduce(
      (sum, { effect }) => sum + (effect.kind === 'clock-off' ? effect.offsetMs : 0),
      0,
    );
    const held = own.find(({ effect }) => effect.kind === 'held');
    const sentMs = (held?.toMs ?? scan.atMs) + latencyMs(scannerOf(scan.deviceId));
    return [{ ...scan, saidMs: scan.atMs + offset, sentMs }];
  });
  return sent.sort((a, b) => a.sentMs - b.sentMs || a.atMs - b.atMs);
}

/**
 * An entry about what devices say, which `detail` names, by what is heard of it: not before they have said it, and when
 * their clocks say it was.
 */
function asHeard(entry: TruthEntry, troubles: readonly DeviceTrouble[]): TruthEntry {
  if (!ofScans.has(entry.kind)) return entry;
  const { atMs, fromMs = atMs, toMs = atMs } = entry;
  const { firstDeviceId, deviceId } = entry.detail;
  const told = [
    { device: firstDeviceId, time: fromMs },
    { device: deviceId, time: toMs },
  ].flatMap(({ device, time }) =>
    troubles.flatMap((each) =>
      each.deviceId === device && within(each, time) ? [{ time, effect: each.effect, until: each.toMs }] : [],
    ),
  );
  const said = told.flatMap(({ time, effect }) =>
    effect.kind === 'clock-off' ? [time + effect.offsetMs] : [],
  );
  const heard = told.flatMap(({ effect, until }) => (effect.kind === 'held' ? [until + afterwardsMs] : []));
  return {
    ...entry,
    atMs: Math.max(atMs, ...heard),
    ...(said.length === 0 ? {} : { fromMs: Math.min(fromMs, ...said), toMs: Math.max(toMs, ...said) }),
  };
}

/** True while a device is in this kind of trouble. */
export function within(trouble: DeviceTrouble, atMs: number): boolean {
  return atMs >= trouble.fromMs && atMs < trouble.toMs;
}
