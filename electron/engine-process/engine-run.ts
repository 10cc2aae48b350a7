import type { Engine, EngineOptions } from '#engine/api.ts';
import { systemClock } from '#engine/clock.ts';
import { createEngine } from '#engine/engine.ts';
import type { Log } from '#engine/log.ts';
import { prepareFolder } from '#engine/store/open.ts';
import type { EngineOrder, EngineReport } from '#shared/contract/desktop.ts';
import type { ServerTransport } from '#shared/contract/wire.ts';
import { DomainError } from '#shared/result.ts';

import { Failure, sentenceOf } from '../station/failure.ts';
import { openFileLog } from '../station/file-log.ts';
import { type PresenceWatch, watchPresence } from '../station/presence-watch.ts';
import { alreadyRunning } from '../station/second-start.ts';
import { openStation, type Station } from '../station/station.ts';
import { watchAlerts } from './watch-alerts.ts';

const askPresenceEveryMs = 1000;

/** The engine with its HTTP API, as it runs beside a window. */
export interface EngineRun {
  readonly log: Log;
  /** Serves a page; inside the window it is the owner's. */
  connect(transport: ServerTransport): void;
  /** Answers nothing more, drains what was taken in, puts everything away. */
  stop(): Promise<void>;
}

/** Starts the engine as ordered and reports that it is ready. Rejects with a sentence where it cannot start. */
export async function startEngineRun(
  order: EngineOrder,
  report: (report: EngineReport) => void,
): Promise<EngineRun> {
  const log = openLog(order.dataDir);
  const engine = createEngine(engineOptions(order, log));
  await startEngine(engine, order.dataDir);
  const station = await openStationOf(engine, order, log);
  const notice = engine.brokerNotice();
  if (notice !== undefined) report({ type: 'said', line: notice });
  const { url } = station;
  const brokerUrl = engine.brokerUrl();
  report({ type: 'said', line: `Waymark is at ${url}/; devices publish to ${brokerUrl}` });
  const stopReports = reportProblems(watchPresence(engine), report);
  const stopAlerts = watchAlerts(engine, (raised) => report({ type: 'alerts', raised }));
  report({ type: 'ready', url, brokerUrl });
  return {
    log,
    connect: (transport) => engine.connect(transport, { role: 'owner', actor: 'owner' }),
    async stop() {
      stopReports();
      stopAlerts();
      await station.close();
      await engine.stop();
      station.forget();
    },
  };
}

/** What the user is told of a failed start, and the exit code that goes with it. */
export function startFailure(error: unknown): Extract<EngineReport, { type: 'failed' }> {
  const isKnown = error instanceof Failure || error instanceof DomainError;
  const sentence = isKnown ? sentenceOf(error) : `an unexpected error: ${sentenceOf(error)}`;
  return { type: 'failed', exitCode: error instanceof Failure ? error.exitCode : 1, sentence };
}

function openLog(dataDir: string): Log {
  try {
    prepareFolder(dataDir);
    return openFileLog(dataDir);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new Failure(1, `The data folder ${dataDir} cannot be used: ${sentenceOf(error)}.`);
  }
}

function engineOptions(order: EngineOrder, log: Log): EngineOptions {
  const { dataDir, version, brokers, share, brokerPort, brokerPortMayMove, demo } = order;
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    dataDir,
    version,
    clock: systemClock,
    log,
    timeZone,
    brokers,
    ...(share === undefined ? {} : { share }),
    brokerPort,
    brokerPortMayMove,
    demo,
  };
}

async function startEngine(engine: Engine, dataDir: string): Promise<void> {
  try {
    await engine.start();
  } catch (error) {
    const isHeld = error instanceof DomainError && error.code === 'conflict';
    throw isHeld ? await alreadyRunning(dataDir) : error;
  }
}

async function openStationOf(engine: Engine, order: EngineOrder, log: Log): Promise<Station> {
  const { dataDir, version, host, port, rendererDir, basemapDir } = order;
  const folders = { rendererDir, basemapDir };
  try {
    return await openStation({ engine, dataDir, version, clock: systemClock, log, host, port, folders });
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

/** Reports what the engine complains of, at once and at every change. */
function reportProblems(presence: PresenceWatch, report: (report: EngineReport) => void): () => void {
  let told: string | undefined;
  const stopAsking = systemClock.every(askPresenceEveryMs, () => {
    const problems = presence.current()?.problems;
    const text = JSON.stringify(problems);
    if (problems === undefined || text === told) return;
    told = text;
    report({ type: 'problems', problems });
  });
  return () => {
    stopAsking();
    presence.stop();
  };
}
