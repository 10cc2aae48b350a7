import type { Session } from '#engine/api.ts';
import type { Audit, AuditEntry, DoneCommand } from '#engine/handlers/audit.ts';
import { createCallHandler } from '#engine/handlers/call-handler.ts';
import type { CallHandler } from '#engine/handlers/call-handler.ts';
import type { Handlers } from '#engine/handlers/handlers.ts';
import { createKeyedFeed } from '#engine/live/feed.ts';
import type { Feeds, MemoryFeed } from '#engine/live/feed.ts';
import { maxKeyedRowsPerFrame } from '#engine/live/keyed-subscription.ts';
import type { Log } from '#engine/log.ts';
import { serve } from '#engine/serve.ts';
import { requests } from '#shared/contract/index.ts';
import type { ScanEventRow, SiteRow } from '#shared/contract/types.ts';
import type { ServerTransport } from '#shared/contract/wire.ts';
import { DomainError } from '#shared/result.ts';

import { createFakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import type { MemoryLog } from './memory-log.ts';

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The contract's engine side without an engine: feeds and handlers a test can steer. */
export interface ContractEngine {
  readonly clock: FakeClock;
  readonly sites: MemoryFeed<SiteRow>;
  readonly scans: MemoryLog<ScanEventRow>;
  /** How many listeners the feeds have. */
  watchers(): number;
  readonly audit: MemoryAudit;
  readonly lines: readonly LogLine[];
  readonly callHandler: CallHandler;
  accept(transport: ServerTransport): void;
}

export interface ContractEngineOptions {
  readonly handlers?: Partial<Handlers>;
  readonly session?: Session;
  readonly checkOutput?: boolean;
  readonly maxRowsPerFrame?: number;
}

export const owner: Session = { role: 'owner', actor: 'owner' };
export const viewer: Session = { role: 'viewer', actor: 'token:wall' };

export function createContractEngine(options: ContractEngineOptions = {}): ContractEngine {
  const { session = owner, checkOutput = true, maxRowsPerFrame = maxKeyedRowsPerFrame } = options;
  const clock = createFakeClock();
  const lines: LogLine[] = [];
  const log = recordingLog(lines);
  const audit = createMemoryAudit();
  const sites = createKeyedFeed<SiteRow>((row) => row.siteId);
  const watchers = countWatchers(sites);
  const scans = createMemoryLog<ScanEventRow>();
  const handlers: Handlers = { ...idleHandlers(), ...options.handlers };
  let errors = 0;
  const newErrorId = (): string => {
    errors += 1;
    return `error-${errors}`;
  };
  const callHandler = createCallHandler({ handlers, audit, log, checkOutput, newErrorId });
  const feeds = feedsWith(sites, scans);
  return {
    clock,
    sites,
    scans,
    watchers: () => watchers() + scans.watchers,
    audit,
    lines,
    callHandler,
    accept: (transport) =>
      void serve({
        transport,
        session,
        callHandler,
        feeds,
        clock,
        log,
        build: 'test',
        checkOutput,
        maxRowsPerFrame,
        newErrorId,
      }),
  };
}

function feedsWith(sites: MemoryFeed<SiteRow>, scans: MemoryLog<ScanEventRow>): Feeds {
  return {
    'devices.live': createKeyedFeed((row) => row.deviceId),
    'vehicles.live': createKeyedFeed((row) => row.vehicleId),
    'sensors.live': createKeyedFeed((row) => row.sensorId),
    presence: createKeyedFeed((row) => row.engineId),
    'orders.overview': createKeyedFeed((row) => row.overviewId),
    'orders.live': createKeyedFeed((row) => row.orderNumber),
    'alerts.live': createKeyedFeed((row) => row.alertId),
    'sites.live': sites,
    'scans.tail': scans,
  };
}

/** Counts the listeners of a feed from now on. */
function countWatchers<Row>(feed: MemoryFeed<Row>): () => number {
  let count = 0;
  const watch = feed.watch.bind(feed);
  feed.watch = (listener) => {
    const unwatch = watch(listener);
    count += 1;
    return () => {
      count -= 1;
      unwatch();
    };
  };
  return () => count;
}

function recordingLog(lines: LogLine[]): Log {
  const at =
    (level: LogLine['level']) =>
    (message: string, fields = {}): void => {
      lines.push({ level, message, fields });
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function idle(): never {
  throw new DomainError('unavailable', 'This test has no such handler.');
}

function idleHandlers(): Handlers {
  // One function that never returns fits every handler's type; the names are the contract's own.
  return Object.fromEntries(Object.keys(requests).map((name) => [name, idle])) as unknown as Handlers;
}

export interface MemoryAudit extends Audit {
  readonly entries: readonly AuditEntry[];
}

/** Keeps what a database would, as JSON. */
export function createMemoryAudit(): MemoryAudit {
  const entries: AuditEntry[] = [];
  const done = new Map<string, string>();
  return {
    entries,
    seen(commandId) {
      const text = done.get(commandId);
      // Written below, from these very fields.
      return text === undefined ? undefined : (JSON.parse(text) as DoneCommand);
    },
    record(entry) {
      entries.push(entry);
      if (entry.commandId === undefined || !('result' in entry.outcome)) return;
      const { name, session, params, outcome } = entry;
      done.set(
        entry.commandId,
        JSON.stringify({ name, actor: session.actor, params, result: outcome.result }),
      );
    },
  };
}

export function site(siteId: string, name = `Site ${siteId}`): SiteRow {
  return { siteId, name, kind: 'depot', lat: 52.1, lon: 4.3 };
}

export function scan(scanId: string): ScanEventRow {
  const time = '2026-11-22T08:00:00.000Z';
  return {
    kind: 'scan',
    scanId,
    time,
    recordTime: time,
    topic: 'waymark/v1/S1/gate/scan',
    deviceId: 'gate',
    quality: [],
    codes: [`WM-${scanId}`],
  };
}
