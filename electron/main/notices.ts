import type { Timers } from '#shared/contract/timers.ts';

import type { EngineState } from './engine-host.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

export interface NoticesOptions {
  readonly timers: Timers;
  /** True while someone looks at the page, which says all of it itself. */
  readonly isWatched: () => boolean;
  readonly show: (notice: Notice) => void;
}

/** Says on the desktop what an unwatched console has to say, and when it is over. */
export interface Notices {
  engine(state: EngineState): void;
  problems(problems: readonly string[]): void;
  stop(): void;
}

/** A fall from which the engine gets up at once, or a link that comes right back, is none of anyone's business. */
const engineGraceMs = 5000;
const problemGraceMs = 30_000;

export function createNotices(options: NoticesOptions): Notices {
  const engine = createWatch(options, engineGraceMs, {
    title: 'Waymark receives nothing',
    over: 'Waymark receives again',
  });
  const problems = createWatch(options, problemGraceMs, {
    title: 'Waymark needs attention',
    over: 'Waymark is well again',
  });
  return {
    engine(state) {
      engine.tell(state.kind === 'down' ? state.problem : undefined, state.kind === 'running');
      // What it complained of is over with it; the next one complains for itself.
      if (state.kind !== 'running') problems.forget();
    },
    problems: (list) => problems.tell(list.length === 0 ? undefined : list.join(' '), list.length === 0),
    stop() {
      engine.forget();
      problems.forget();
    },
  };
}

interface Watch {
  /** What is wrong now; `isOver` when nothing is, undefined without it says nothing new. */
  tell(problem: string | undefined, isOver: boolean): void;
  forget(): void;
}

function createWatch(
  { timers, isWatched, show }: NoticesOptions,
  graceMs: number,
  words: { readonly title: string; readonly over: string },
): Watch {
  let problem: string | undefined;
  let cancel: (() => void) | undefined;
  let wasShown = false;
  const showNow = (): void => {
    cancel = undefined;
    if (problem === undefined || isWatched()) return;
    wasShown = true;
    show({ title: words.title, body: problem });
  };
  const forget = (): void => {
    cancel?.();
    cancel = undefined;
    problem = undefined;
    wasShown = false;
  };
  return {
    tell(next, isOver) {
      if (next !== undefined) {
        const isNew = problem === undefined;
        problem = next;
        if (isNew && !wasShown) cancel = timers.after(graceMs, showNow);
      } else if (isOver) {
        if (wasShown && !isWatched()) show({ title: words.over, body: '' });
        forget();
      }
    },
    forget,
  };
}
