import { useSyncExternalStore } from 'react';

/** Where people look in a group of charts that share a time axis. */
export interface CursorState {
  /** The instant under the crosshair. */
  readonly time: number | undefined;
  /** Where a marked range began; it ends at `time`. */
  readonly anchor: number | undefined;
  /** The chart that is pointed at or has the keyboard: it shows the full reading. */
  readonly owner: string | undefined;
}

const nowhere: CursorState = { time: undefined, anchor: undefined, owner: undefined };

/** Kept outside React's tree of charts, so that moving it draws no line again. */
export class ChartCursor {
  readonly #listeners = new Set<() => void>();
  #state = nowhere;

  readonly current = (): CursorState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  move(patch: Partial<CursorState>): void {
    const next = { ...this.#state, ...patch };
    const was = this.#state;
    if (next.time === was.time && next.anchor === was.anchor && next.owner === was.owner) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  clear(): void {
    this.move(nowhere);
  }
}

/** The cursor's state; re-renders when it moves. */
export function useCursor(cursor: ChartCursor): CursorState {
  return useSyncExternalStore(cursor.subscribe, cursor.current);
}

/** A marked range in order, or undefined when it is too narrow to be meant. */
export function markedRange(
  { time, anchor }: CursorState,
  leastMs: number,
): { from: number; to: number } | undefined {
  if (time === undefined || anchor === undefined || Math.abs(time - anchor) < leastMs) return undefined;
  return { from: Math.min(time, anchor), to: Math.max(time, anchor) };
}
