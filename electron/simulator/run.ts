import { readFile, writeFile } from 'node:fs/promises';

import { dayMs, minuteMs, toIso } from '#shared/domain/time.ts';

import { calendar, livelyPhase } from './calendar.ts';
import { faults } from './faults/index.ts';
import { Ledger } from './ledger.ts';
import type { SimulatorOptions } from './options.ts';
import { UsageError } from './options.ts';
import type { Pace, RunSpan } from './pacing.ts';
import { pace, runSpan } from './pacing.ts';
import { Publisher } from './publisher.ts';
import { Registrar } from './registrar.ts';
import { registryEntries } from './registry.ts';
import type { StationAccess } from './station-api.ts';
import type { TruthFile } from './truth-file.ts';
import { openTruthFile } from './truth-file.ts';
import type { Item } from './world/item.ts';
import { stream } from './world/stream.ts';
import type { World } from './world/world.ts';
import { createWorld } from './world/world.ts';

const ordersPerDay = 400;
/** A machine that slept this long does not make up for what trackers and sensors would have said meanwhile. */
const giveUpAfterMs = 10 * minuteMs;

export interface RunContext {
  readonly log: (line: string) => void;
  /** Wall time in epoch milliseconds. */
  readonly wall: () => number;
  readonly signal: AbortSignal;
}

export interface RunSummary {
  readonly from: string;
  readonly to: string;
  readonly messages: number;
  readonly orders: number;
  /** Messages left out because the machine slept through them. */
  readonly skipped: number;
  readonly unacknowledged: number;
}

/** Runs the simulated supply chain until its end or until the signal aborts. */
export async function runSimulator(options: SimulatorOptions, context: RunContext): Promise<RunSummary> {
  const station = await stationAccess(options);
  const brokerUrl = options.brokerUrl === '' ? station?.brokerUrl : options.brokerUrl;
  if (brokerUrl === undefined) throw new UsageError('--broker URL is missing, and the token file names none');
  const span = runSpan(options, context.wall());
  const phaseHours = await phaseOf(options, span);
  const world = createWorld({
    seed: options.seed,
    calendar: calendar(phaseHours),
    ordersPerDay,
    faults: faults.filter((fault) => options.faults.includes(fault.id)),
  });
  context.log(`publishing to ${brokerUrl} from ${toIso(span.fromMs)} on, seed ${options.seed}`);
  if (phaseHours !== 0)
    context.log(`the working day is moved by ${phaseHours} h, so that it is under way now`);

  const truth = options.truthPath === undefined ? undefined : await openTruthFile(options.truthPath);
  const registrar = station && new Registrar({ station, ...context });
  await registrar?.register(registryEntries(span.fromMs - 4 * dayMs));
  const publisher = new Publisher({ url: brokerUrl, log: context.log, signal: context.signal });
  const run = new Run(options, context, { world, span, publisher, registrar, truth });
  return run.play();
}

interface Parts {
  readonly world: World;
  readonly span: RunSpan;
  readonly publisher: Publisher;
  readonly registrar: Registrar | undefined;
  readonly truth: TruthFile | undefined;
}

class Run {
  readonly #parts: Parts;
  readonly #context: RunContext;
  readonly #backfillMs: number;
  readonly #pace: Pace;
  readonly #ledger: Ledger | undefined;
  readonly #live: boolean;
  #messages = 0;
  #orders = 0;
  #skipped = 0;

  constructor(options: SimulatorOptions, context: RunContext, parts: Parts) {
    this.#parts = parts;
    this.#context = context;
    this.#backfillMs = options.backfillMs;
    this.#pace = pace(parts.span, options.speed, context.wall, context.signal);
    this.#ledger = parts.truth && new Ledger();
    this.#live = options.speed === 1 && options.lengthMs === undefined;
  }

  async play(): Promise<RunSummary> {
    const { world, span, publisher, registrar, truth } = this.#parts;
    const { fromMs, toMs } = span;
    const items = stream(world, {
      fromMs,
      backfillMs: this.#backfillMs,
      ...(toMs === undefined ? {} : { toMs }),
    });
    for (const item of items) {
      if (!(await this.#pace.until(item.atMs))) break;
      await this.#play(item);
    }
    if (toMs !== undefined) await this.#pace.until(toMs);
    await registrar?.flush();
    await publisher.drain();
    const unacknowledged = publisher.inFlight;
    await publisher.close();
    const endMs = this.#context.signal.aborted ? this.#pace.now() : (toMs ?? this.#pace.now());
    if (truth !== undefined && this.#ledger !== undefined) await truth.write(this.#ledger.close(endMs));
    await truth?.close();
    const { messages, orders, skipped } = {
      messages: this.#messages,
      orders: this.#orders,
      skipped: this.#skipped,
    };
    return { from: toIso(fromMs), to: toIso(endMs), messages, orders, skipped, unacknowledged };
  }

  async #play(item: Item): Promise<void> {
    const { publisher, registrar, truth } = this.#parts;
    if (item.type === 'message') {
      if (this.#sleptThrough(item)) {
        this.#skipped++;
        return;
      }
      await registrar?.flush();
      if (!(await publisher.publish(item.message))) return;
      this.#messages++;
    }
    if (item.type === 'registration') await registrar?.register([item.entry]);
    if (item.type === 'order') {
      this.#orders++;
      registrar?.place(item.order);
    }
    if (truth !== undefined) await truth.write(this.#ledger?.note(item) ?? []);
  }

  #sleptThrough(item: Extract<Item, { type: 'message' }>): boolean {
    const stale = this.#live && this.#context.wall() - item.atMs > giveUpAfterMs;
    return stale && item.atMs > this.#parts.span.fromMs && item.said.every((said) => said.kind !== 'scan');
  }
}

interface StationFile extends StationAccess {
  readonly brokerUrl?: string;
}

/** The station's address and token, from its `station.json` and the command line. */
async function stationAccess(options: SimulatorOptions): Promise<StationFile | undefined> {
  if (options.tokenPath === undefined) {
    if (options.stationUrl !== undefined) throw new UsageError('--station needs --token-file');
    return undefined;
  }
  const file: unknown = JSON.parse(await readFile(options.tokenPath, 'utf8'));
  const token = textIn(file, 'token');
  const url = options.stationUrl ?? textIn(file, 'url');
  const brokerUrl = textIn(file, 'brokerUrl');
  if (token === undefined || url === undefined)
    throw new UsageError(`${options.tokenPath} holds no token or no url`);
  return { url: url.replace(/\/+$/, ''), token, ...(brokerUrl === undefined ? {} : { brokerUrl }) };
}

function textIn(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : undefined;
}

/**
 * A demo begins in the middle of a working day at any hour; what it chose first is kept, because another choice
 * would be another world. Finite runs and runs with a start of their own keep to the clock on the wall.
 */
async function phaseOf(options: SimulatorOptions, span: RunSpan): Promise<number> {
  if (options.lengthMs !== undefined || options.startMs !== undefined) return 0;
  const { statePath, seed } = options;
  const kept = statePath === undefined ? undefined : await keptPhase(statePath, seed);
  if (kept !== undefined) return kept;
  const phaseHours = livelyPhase(span.fromMs);
  if (statePath !== undefined)
    await writeFile(statePath, JSON.stringify({ seed, phaseHours }), { mode: 0o600 });
  return phaseHours;
}

async function keptPhase(path: string, seed: number): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined; // no file: the first start
  }
  const state: unknown = JSON.parse(text);
  if (typeof state !== 'object' || state === null || Reflect.get(state, 'seed') !== seed) return undefined;
  const phase: unknown = Reflect.get(state, 'phaseHours');
  return typeof phase === 'number' && Number.isInteger(phase) && Math.abs(phase) <= 12 ? phase : undefined;
}
