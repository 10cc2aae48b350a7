import { app, type MessagePortMain, Notification, safeStorage, session, shell } from 'electron';
import { join } from 'node:path';

import type { EngineReport } from '#shared/contract/desktop.ts';
import { hostTimers } from '#shared/contract/timers.ts';

import { stationFilePath } from '../station/station-file.ts';
import { type AlertNotices, createAlertNotices } from './alert-notices.ts';
import { type BrokerSecrets, createBrokerSecrets } from './broker-secrets.ts';
import { serveCalls } from './calls.ts';
import { type ConsoleWindow, createConsoleWindow } from './console-window.ts';
import { createDemoFleet, type DemoFleet } from './demo-fleet.ts';
import type { DesktopLog } from './desktop-log.ts';
import { spawnEngine } from './engine-child.ts';
import { EngineHost, type EngineState } from './engine-host.ts';
import { engineOrder } from './engine-order.ts';
import { hardenSession } from './hardening.ts';
import { installMenu } from './menu.ts';
import type { PagePlace } from './navigation-policy.ts';
import { createNotices, type Notice, type Notices } from './notices.ts';
import { createPagePorts, type PagePorts } from './page-ports.ts';
import { servePage } from './page-scheme.ts';
import type { ProgramFolders } from './program-folders.ts';
import type { Start } from './start.ts';
import { type ConsoleTray, createTray } from './tray.ts';

export interface DesktopOptions {
  readonly start: Extract<Start, { kind: 'run' }>;
  readonly place: PagePlace;
  readonly folders: ProgramFolders;
  readonly log: DesktopLog;
  readonly say: (line: string) => void;
  /** The engine cannot start: the program ends with this. */
  readonly onFatal: (failure: { readonly exitCode: number; readonly sentence: string }) => void;
}

/** The running console: its window, its engine, and what stands beside the clock. */
export interface Desktop {
  /** Brings the window forward, at a place of the page where one is given. */
  show(hash?: string): void;
  /** Closes the window, drains the engine and takes the rest away. */
  stop(): Promise<void>;
}

/** What follows the engine's ups and downs. */
interface Followers {
  readonly ports: PagePorts;
  readonly tray: ConsoleTray;
  readonly notices: Notices;
  readonly alerts: AlertNotices;
  readonly fleet: DemoFleet | undefined;
}

type Host = EngineHost<MessagePortMain>;

/** Opens everything; to be called once, when Electron is ready. */
export function openDesktop(options: DesktopOptions): Desktop {
  const { start, place, folders, log } = options;
  servePage(folders, log);
  hardenSession(session.defaultSession, { place, log });
  const memoryPath = join(start.desktopDir, 'window.json');
  const window = createConsoleWindow({ place, folders, memoryPath, timers: hostTimers, log });
  const secrets = secretsOf(options);
  const host: Host = createHost(options, secrets, (change) => tell(change, followers, options));
  const followers = createFollowers(options, host, window);
  const restartEngine = (): void => void host.restart();
  serveCalls({ place, log }, { ports: followers.ports, secrets, passwordsChanged: restartEngine });
  installMenu(process.platform, app.isPackaged, {
    showWindow: () => window.show(),
    restartEngine,
    openDataFolder: () => void shell.openPath(start.flags.dataDir),
  });
  host.start();
  return {
    show: (hash) => window.show(hash),
    stop: () => stop(host, followers, window),
  };
}

async function stop(host: Host, followers: Followers, window: ConsoleWindow): Promise<void> {
  const { tray, notices, alerts, fleet } = followers;
  notices.stop();
  alerts.stop();
  fleet?.stop();
  window.close();
  await host.stop();
  tray.remove();
}

type Change = { readonly state: EngineState } | { readonly report: EngineReport };

function createHost(options: DesktopOptions, secrets: BrokerSecrets, tellOf: (change: Change) => void): Host {
  const { start, folders, log, onFatal } = options;
  return new EngineHost<MessagePortMain>({
    spawn: () => spawnEngine(join(folders.scriptDir, 'engine.js')),
    order: (before) =>
      engineOrder({
        flags: start.flags,
        version: app.getVersion(),
        folders,
        passwordOf: (url) => secrets.passwordOf(url),
        before,
      }),
    timers: hostTimers,
    random: Math.random,
    log,
    onState: (state) => tellOf({ state }),
    onReport: (report) => tellOf({ report }),
    onFatal,
  });
}

function createFollowers(
  { start, folders, log, say }: DesktopOptions,
  host: Host,
  window: ConsoleWindow,
): Followers {
  const { dataDir, demo } = start.flags;
  const showWindow = (): void => window.show();
  const showNotice = noticeShower(join(folders.iconDir, 'waymark.png'), (place) => window.show(place));
  const common = { timers: hostTimers, isWatched: () => window.isWatched(), show: showNotice };
  return {
    ports: createPagePorts(host),
    tray: createTray({ iconDir: folders.iconDir, log, showWindow, quit: () => app.quit() }),
    notices: createNotices(common),
    alerts: createAlertNotices(common),
    fleet: demo
      ? createDemoFleet({ scriptDir: folders.scriptDir, stationFile: stationFilePath(dataDir), log, say })
      : undefined,
  };
}

function tell(change: Change, followers: Followers, { say, log }: DesktopOptions): void {
  if ('report' in change) return tellReport(change.report, followers, say);
  const { state } = change;
  const { ports, tray, notices, fleet } = followers;
  log.info('the engine changed its state', { state: state.kind });
  for (const follower of [ports, tray, notices]) follower.engine(state);
  if (state.kind === 'running') fleet?.follow(state.ready);
  else fleet?.stop();
}

function tellReport(
  report: EngineReport,
  { tray, notices, alerts }: Followers,
  say: (line: string) => void,
): void {
  switch (report.type) {
    case 'said':
      return say(report.line);
    case 'problems':
      tray.problems(report.problems);
      return notices.problems(report.problems);
    case 'alerts':
      return alerts.raised(report.raised);
    case 'ready':
    case 'failed':
    // The supervisor has taken these.
  }
}

function secretsOf({ start, log }: DesktopOptions): BrokerSecrets {
  const { dataDir, brokerUrls } = start.flags;
  return createBrokerSecrets({
    dataDir,
    keyStore: safeStorage,
    platform: process.platform,
    log,
    brokerUrls,
    given: start.password,
  });
}

/** Shows notices; a click on one leads into the window. */
function noticeShower(
  icon: string,
  onClick: (place: string | undefined) => void,
): (notice: Notice, place?: string) => void {
  // One that is collected as garbage no longer hears its click.
  const shown = new Set<Notification>();
  return ({ title, body }, place) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body, icon });
    shown.add(notification);
    notification.once('close', () => shown.delete(notification));
    notification.once('click', () => {
      shown.delete(notification);
      onClick(place);
    });
    notification.show();
  };
}
