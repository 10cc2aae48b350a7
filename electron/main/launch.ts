import { app, dialog } from 'electron';
import { homedir } from 'node:os';
import { z } from 'zod';

import { readStationFile } from '../station/station-file.ts';
import { linkScheme, placeOfLink } from './deep-link.ts';
import { type Desktop, openDesktop } from './desktop.ts';
import { type DesktopLog, openDesktopLog } from './desktop-log.ts';
import { hardenContents } from './hardening.ts';
import { declarePageScheme, pagePlace } from './page-scheme.ts';
import { programFolders } from './program-folders.ts';
import { readStart, type Start } from './start.ts';

/** What a second start tells the first. */
const SecondStart = z.object({ link: z.string().optional() });

type Run = Extract<Start, { kind: 'run' }>;

/** Also the id of the installed program, by which Windows knows whose notifications it shows. */
const appId = 'app.waymark.console';

/**
 * Starts the desktop program. Nothing here waits for Electron to be ready: an entry module that does not end
 * before that would never see it.
 */
export function launch(scriptDir: string): void {
  const { argv, env, platform } = process;
  const version = app.getVersion();
  const start = readStart({ argv, env, platform, home: homedir(), isPackaged: app.isPackaged, version });
  if (start.kind === 'end') return end(start.exitCode, start.text);
  app.setPath('userData', start.desktopDir);
  if (!app.requestSingleInstanceLock({ link: start.link } satisfies z.input<typeof SecondStart>)) {
    return endAsSecond(start);
  }
  if (platform === 'win32') app.setAppUserModelId(appId);
  app.enableSandbox();
  declarePageScheme();
  new Program(start, scriptDir).begin();
}

/** A second start has handed its link over; as a plain second start it says where the first one runs. */
function endAsSecond({ flags, link }: Run): void {
  if (link !== undefined) return app.exit(0);
  const info = readStationFile(flags.dataDir);
  const where = info === undefined ? '' : `, at ${info.url} (process ${info.pid})`;
  return end(
    3,
    `waymark: Another Waymark runs on the data folder ${flags.dataDir}${where}; its window is now in front.\n`,
  );
}

function end(exitCode: number, text: string): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(text);
  // Started by a click, it has no terminal to say it in; a second start has its answer in the window it called.
  const isUnread = app.isPackaged && !process.stderr.isTTY;
  if (isUnread && exitCode !== 0 && exitCode !== 3) dialog.showErrorBox('Waymark cannot start', text.trim());
  app.exit(exitCode);
}

/** The one program of its data folder, from its start to its exit. */
class Program {
  readonly #start: Run;
  readonly #scriptDir: string;
  readonly #log: DesktopLog;
  #desktop: Desktop | undefined;
  /** Where to open the window, while there is none yet. */
  #firstPlace: string | undefined;
  #exitCode = 0;
  #isStopping = false;

  constructor(start: Run, scriptDir: string) {
    this.#start = start;
    this.#scriptDir = scriptDir;
    this.#log = openDesktopLog(start.flags.dataDir, (line) => void process.stderr.write(`${line}\n`));
    this.#firstPlace = this.#placeOf(start.link);
  }

  begin(): void {
    process.on('uncaughtException', (error) => this.#die(error));
    process.on('unhandledRejection', (error) => this.#die(error));
    process.stdout.on('error', (error) =>
      this.#log.warn('nobody reads the output', { error: error.message }),
    );
    if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
    hardenContents(app, { place: pagePlace(process.env), log: this.#log });
    app.on('second-instance', (_event, _argv, _folder, data) => {
      this.#show(SecondStart.safeParse(data).data?.link);
    });
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#show(url);
    });
    app.on('activate', () => this.#desktop?.show());
    app.on('window-all-closed', () => {
      // On a Mac a program without a window goes on, and so does the engine.
      if (process.platform !== 'darwin') app.quit();
    });
    app.on('before-quit', (event) => {
      event.preventDefault();
      this.#stop();
    });
    void app.whenReady().then(() => this.#open());
  }

  #open(): void {
    // Registered only now, and so in place of Electron's own, which let a second signal kill at once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
    const { isPackaged } = app;
    this.#desktop = openDesktop({
      start: this.#start,
      place: pagePlace(process.env),
      folders: programFolders({
        scriptDir: this.#scriptDir,
        isPackaged,
        resourcesPath: process.resourcesPath,
      }),
      log: this.#log,
      say: (line) => void process.stdout.write(`${line}\n`),
      onFatal: ({ exitCode, sentence }) => this.#giveUp(exitCode, sentence),
    });
    this.#desktop.show(this.#firstPlace);
  }

  #show(link: string | undefined): void {
    const place = this.#placeOf(link);
    if (this.#desktop === undefined) this.#firstPlace = place ?? this.#firstPlace;
    else if (!this.#isStopping) this.#desktop.show(place);
  }

  #placeOf(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    const place = placeOfLink(link);
    if (place === undefined) this.#log.warn('a link that leads nowhere was not followed');
    return place;
  }

  #giveUp(exitCode: number, sentence: string): void {
    this.#exitCode = exitCode;
    process.stderr.write(`waymark: ${sentence}\n`);
    if (app.isPackaged && !process.stderr.isTTY) dialog.showErrorBox('Waymark cannot start', sentence);
    this.#stop();
  }

  #stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    if (this.#exitCode === 0) process.stdout.write('Stopping…\n');
    const stopped = this.#desktop?.stop() ?? Promise.resolve();
    void stopped.then(() => app.exit(this.#exitCode));
  }

  /** After an error nobody foresaw nothing can be relied on; what was committed is safe, so end at once. */
  #die(error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log.error('ended by an unexpected error', { error: detail });
    process.stderr.write(
      `Waymark has to stop: ${detail.split('\n')[0]} (details are in logs/desktop.log).\n`,
    );
    app.exit(1);
  }
}
