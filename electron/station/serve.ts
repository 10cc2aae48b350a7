import type { Engine, EngineOptions } from '#engine/api.ts';
import { systemClock, type Clock } from '#engine/clock.ts';
import { createEngine } from '#engine/engine.ts';
import type { Log } from '#engine/log.ts';
import { prepareFolder } from '#engine/store/open.ts';
import { DomainError } from '#shared/result.ts';

import { hasDisplay, openBrowser } from './browser.ts';
import { startDemo, type Demo } from './demo.ts';
import { Failure, sentenceOf } from './failure.ts';
import { openFileLog } from './file-log.ts';
import type { StartFlags } from './flags.ts';
import type { Project } from './project.ts';
import { alreadyRunning } from './second-start.ts';
import { firstStopSignal } from './signals.ts';
import { openStation, type Station } from './station.ts';
import { stationFilePath } from './station-file.ts';

const stopLimitMs = 60_000;

export interface ServeOptions {
  readonly flags: StartFlags;
  readonly project: Project;
  readonly brokerPassword: string | undefined;
  /** Shows the user a line. */
  readonly say: (line: string) => void;
}

interface Running {
  readonly engine: Engine;
  readonly station: Station;
  readonly demo: Demo | undefined;
}

/** Serves the console until told to stop; resolves when everything is put away. */
export async function serve(options: ServeOptions): Promise<void> {
  const { flags, say } = options;
  // Child processes (browser, simulated fleet) have no business with it.
  delete process.env['WAYMARK_BROKER_PASSWORD'];
  const log = openLog(flags.dataDir);
  process.on('uncaughtException', (error) => dieOf(error, log));
  process.on('unhandledRejection', (error) => dieOf(error, log));
  process.stdout.on('error', (error) =>
    log.warn('nobody reads the output any more', { error: error.message }),
  );
  // From here on a signal stops in order, also in the middle of starting.
  const stopAsked = firstStopSignal(process, systemClock, () => process.exit(1));
  const running = await start(options, log).catch((error: unknown) => {
    log.error('could not start', { error: detailOf(error) });
    throw error;
  });
  if (flags.open && hasDisplay(process.platform, process.env))
    openBrowser(running.station.openUrl, process.platform, log);
  await stopAsked;
  say('Stopping…');
  await stop(running, systemClock, log);
}

function openLog(dataDir: string): Log {
  try {
    prepareFolder(dataDir);
    return openFileLog(dataDir);
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : new Failure(1, `The data folder ${dataDir} cannot be used: ${sentenceOf(error)}.`);
  }
}

async function start(options: ServeOptions, log: Log): Promise<Running> {
  const engine = createEngine(engineOptions(options, log));
  await startEngine(engine, options.flags.dataDir);
  try {
    const station = await startStation(engine, options, log);
    return {
      engine,
      station,
      demo: options.flags.demo ? startFleet(engine, station, options, log) : undefined,
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function startEngine(engine: Engine, dataDir: string): Promise<void> {
  try {
    await engine.start();
  } catch (error) {
    throw isHeld(error) ? await alreadyRunning(dataDir) : error;
  }
}

async function startStation(
  engine: Engine,
  { flags, project, say }: ServeOptions,
  log: Log,
): Promise<Station> {
  const { dataDir, host, port } = flags;
  const common = { dataDir, clock: systemClock, log, version: project.version };
  const station = await openStation({ ...common, engine, host, port, folders: project });
  const notice = engine.brokerNotice();
  if (notice !== undefined) say(notice);
  say(`Waymark is at ${station.url}/ (open ${station.openUrl}); devices publish to ${engine.brokerUrl()}`);
  return station;
}

function engineOptions({ flags, project, brokerPassword: password }: ServeOptions, log: Log): EngineOptions {
  return {
    dataDir: flags.dataDir,
    version: project.version,
    clock: systemClock,
    log,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    brokers: flags.brokerUrls.map((url) => (password === undefined ? { url } : { url, password })),
    ...(flags.share === undefined ? {} : { share: flags.share }),
    brokerPort: flags.brokerPort,
    brokerPortMayMove: flags.brokerPortMayMove,
    demo: flags.demo,
  };
}

function startFleet(engine: Engine, station: Station, { flags, project, say }: ServeOptions, log: Log): Demo {
  return startDemo({
    root: project.root,
    brokerUrl: engine.brokerUrl(),
    stationUrl: station.url,
    stationFile: stationFilePath(flags.dataDir),
    log,
    say,
  });
}

function isHeld(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'conflict';
}

async function stop({ engine, station, demo }: Running, clock: Clock, log: Log): Promise<void> {
  const giveUp = clock.after(stopLimitMs, () => dieOf(new Error('Stopping takes too long'), log));
  demo?.stop();
  await station.close();
  await engine.stop();
  station.forget();
  giveUp();
}

/** After an error nobody foresaw nothing can be relied on; what was committed is safe, so end at once. */
function dieOf(error: unknown, log: Log): never {
  log.error('ended by an unexpected error', { error: detailOf(error) });
  process.stderr.write(`Waymark has to stop: ${sentenceOf(error)} (details are in the log).\n`);
  process.exit(1);
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
