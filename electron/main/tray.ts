import { Menu, Tray } from 'electron';
import { join } from 'node:path';

import type { DesktopLog } from './desktop-log.ts';
import type { EngineState } from './engine-host.ts';

export interface TrayOptions {
  readonly iconDir: string;
  readonly log: DesktopLog;
  readonly showWindow: () => void;
  readonly quit: () => void;
}

/** Waymark's mark beside the clock: says how the engine is, and brings the window back. */
export interface ConsoleTray {
  engine(state: EngineState): void;
  problems(problems: readonly string[]): void;
  remove(): void;
}

export function createTray({ iconDir, log, showWindow, quit }: TrayOptions): ConsoleTray {
  const tray = openTray(join(iconDir, 'tray.png'), log);
  let state: EngineState = { kind: 'starting' };
  let problems: readonly string[] = [];
  const draw = (): void => {
    const words = statusOf(state, problems);
    tray?.setToolTip(`Waymark: ${words}`);
    tray?.setContextMenu(
      Menu.buildFromTemplate([
        { label: words, enabled: false },
        { type: 'separator' },
        { label: 'Show Waymark', click: showWindow },
        { label: 'Quit', click: quit },
      ]),
    );
  };
  tray?.on('click', showWindow);
  draw();
  return {
    engine(next) {
      state = next;
      if (state.kind !== 'running') problems = [];
      draw();
    },
    problems(next) {
      problems = next;
      draw();
    },
    remove: () => tray?.destroy(),
  };
}

/** Not every desktop has a place for it; the window does without. */
function openTray(icon: string, log: DesktopLog): Tray | undefined {
  try {
    return new Tray(icon);
  } catch (error) {
    log.warn('there is no place for an icon beside the clock', { error: String(error) });
    return undefined;
  }
}

const stateWords = {
  starting: 'starting',
  running: 'receiving',
  down: 'the engine is down and is being started again',
  stopped: 'stopping',
} as const satisfies Record<EngineState['kind'], string>;

/** How the engine is, in a few words. */
export function statusOf({ kind }: EngineState, problems: readonly string[]): string {
  return kind === 'running' && problems.length > 0 ? problems.join(' ') : stateWords[kind];
}
