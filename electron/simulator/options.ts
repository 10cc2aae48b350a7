import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { dayMs, hourMs } from '#shared/domain/time.ts';

import type { FaultId } from './faults/fault.ts';
import { faultIds, usualFaults } from './faults/fault.ts';

/** A mistake on the command line, in one sentence. */
export class UsageError extends Error {}

export interface SimulatorOptions {
  readonly brokerUrl: string;
  readonly seed: number;
  /** How long a finite run lasts on the simulated clock; without it the fleet runs until it is stopped. */
  readonly lengthMs?: number;
  readonly speed: number | 'max';
  readonly faults: readonly FaultId[];
  readonly truthPath?: string;
  readonly startMs?: number;
  readonly stationUrl?: string;
  readonly tokenPath?: string;
  readonly backfillMs: number;
  /** Remembers how the working day is moved, so that a restarted demo goes on in the same world. */
  readonly statePath?: string;
}

export const usage = `Usage: simulator --broker URL [options]

  --broker URL       where to publish, e.g. mqtt://127.0.0.1:1883
  --seed N           whole number; the same seed gives the same world (1)
  --days D, --hours H  length on the simulated clock; without either it runs until stopped
  --speed X|max      simulated seconds per second; max: as fast as the broker acknowledges
                     (1 without a length, max with one)
  --faults LIST      comma-separated, usual, all or none (usual without a length, none with one);
                     usual are ${usualFaults.join(', ')}; all are
                     ${faultIds.join(', ')}
  --truth FILE       writes what really happened and what should be noticed, as NDJSON
  --start ISO        begin of the simulated clock. Default: now at speed 1; one day ago at a higher
                     speed without a length; with a length, so that the run ends now
  --backfill HOURS   readings and positions of the hours before the start, thinned, in back-fill
                     batches (3 without a length, 0 with one)
  --station URL, --token-file FILE  registers sites, vehicles, devices and orders over the HTTP API;
                     FILE is the station's station.json and also tells URL and broker
  --state FILE       remembers across restarts how the working day is moved (simulator.json beside the
                     token file)

The simulated clock never overtakes the clock on the wall, except with --start: then by 23 hours at most.`;

const flags = {
  broker: { type: 'string' },
  seed: { type: 'string' },
  days: { type: 'string' },
  hours: { type: 'string' },
  speed: { type: 'string' },
  faults: { type: 'string' },
  truth: { type: 'string' },
  start: { type: 'string' },
  station: { type: 'string' },
  'token-file': { type: 'string' },
  backfill: { type: 'string' },
  state: { type: 'string' },
} as const;

/** Reads the command line; `brokerUrl` is empty when the token file must tell it. */
export function parseOptions(argv: readonly string[]): SimulatorOptions {
  const values = readFlags(argv);
  const lengthMs = lengthOf(values.days, values.hours);
  const endless = lengthMs === undefined;
  if (values.broker === undefined && values['token-file'] === undefined) {
    throw new UsageError('--broker URL is missing');
  }
  return {
    brokerUrl: values.broker ?? '',
    seed: wholeNumber('--seed', values.seed ?? '1'),
    speed: speedOf(values.speed ?? (endless ? '1' : 'max')),
    faults: faultsOf(values.faults ?? (endless ? 'usual' : 'none')),
    backfillMs: positive('--backfill', values.backfill ?? (endless ? '3' : '0'), true) * hourMs,
    ...optional('lengthMs', lengthMs),
    ...optional('truthPath', values.truth),
    ...optional('startMs', values.start === undefined ? undefined : instant(values.start)),
    ...optional('stationUrl', values.station),
    ...optional('tokenPath', values['token-file']),
    ...optional('statePath', values.state ?? besideToken(values['token-file'])),
  };
}

function besideToken(tokenPath: string | undefined): string | undefined {
  return tokenPath === undefined ? undefined : join(dirname(tokenPath), 'simulator.json');
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // The cast only says that a computed key is the key it was computed from.
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

function lengthOf(days: string | undefined, hours: string | undefined): number | undefined {
  if (days !== undefined && hours !== undefined) throw new UsageError('give --days or --hours, not both');
  if (days !== undefined) return positive('--days', days, false) * dayMs;
  return hours === undefined ? undefined : positive('--hours', hours, false) * hourMs;
}

function positive(flag: string, text: string, zero: boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || (value === 0 && !zero)) {
    throw new UsageError(`${flag} must be a number ${zero ? 'from 0' : 'above 0'}, not '${text}'`);
  }
  return value;
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`${flag} must be a whole number, not '${text}'`);
  }
  return value;
}

function speedOf(text: string): number | 'max' {
  return text === 'max' ? 'max' : positive('--speed', text, false);
}

function instant(text: string): number {
  const value = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(value)) {
    throw new UsageError(`--start must be an ISO-8601 instant, not '${text}'`);
  }
  return value;
}

function faultsOf(text: string): FaultId[] {
  if (text === 'all') return [...faultIds];
  if (text === 'usual') return [...usualFaults];
  if (text === 'none' || text === '') return [];
  const names = new Set(text.split(',').map((name) => name.trim()));
  for (const name of names) {
    if (!faultIds.some((id) => id === name)) {
      throw new UsageError(`there is no fault '${name}'; there are ${faultIds.join(', ')}`);
    }
  }
  return faultIds.filter((id) => names.has(id));
}
