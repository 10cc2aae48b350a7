import { samePlain } from './same-plain.ts';
import type { ServerMessage, SnapshotMessage } from './wire.ts';

/** All rows of a keyed subscription. Replaced once per frame, never changed; an unchanged row stays the same object. */
export interface KeyedState<Row> {
  readonly rows: ReadonlyMap<string, Row>;
  /** Rises by one with every replacement. */
  readonly version: number;
}

/** What a log subscription has to add. */
export interface LogFrame<Row> {
  /** Oldest first. */
  readonly rows: readonly Row[];
  /** The place after the last row. */
  readonly cursor: string;
  /** True when these rows replace all that came before: the first frame, and after a gap too wide to fill. */
  readonly reset: boolean;
  /** How many rows before these were left out because this reader was behind; ask a query for them. */
  readonly skipped: number;
}

export type KeyedFrame = Extract<ServerMessage, { readonly type: 'delta' }> | SnapshotMessage;
export type LogMessage = Extract<ServerMessage, { readonly type: 'append' }> | SnapshotMessage;

/** Takes the frames of one keyed subscription, over any number of connections. */
export class KeyedRows {
  #state: KeyedState<unknown> = { rows: new Map(), version: 0 };
  #key = '';
  /** The parts of a snapshot that is not complete yet. */
  #parts: Map<string, unknown> | undefined;

  /** The new state, or nothing while a snapshot is still coming in parts. */
  take(frame: KeyedFrame): KeyedState<unknown> | undefined {
    const rows = frame.type === 'snapshot' ? this.#collect(frame) : this.#change(frame);
    if (rows === undefined) return undefined;
    this.#state = { rows, version: this.#state.version + 1 };
    return this.#state;
  }

  /** Forgets a half-received snapshot: the next subscription starts from its own. */
  restart(): void {
    this.#parts = undefined;
  }

  #collect(frame: SnapshotMessage): Map<string, unknown> | undefined {
    this.#key = frame.key ?? '';
    const rows = this.#parts ?? new Map<string, unknown>();
    this.#put(rows, frame.rows);
    this.#parts = frame.more === true ? rows : undefined;
    return frame.more === true ? undefined : rows;
  }

  #change(frame: Extract<KeyedFrame, { readonly type: 'delta' }>): Map<string, unknown> {
    const rows = new Map(this.#state.rows);
    for (const key of frame.remove) rows.delete(key);
    this.#put(rows, frame.upsert);
    return rows;
  }

  #put(rows: Map<string, unknown>, incoming: readonly unknown[]): void {
    for (const row of incoming) {
      const key = keyOf(row, this.#key);
      const known = this.#state.rows.get(key);
      rows.set(key, known !== undefined && samePlain(known, row) ? known : row);
    }
  }
}

/** The key of a row: the field its subscription names, as text. */
export function keyOf(row: unknown, field: string): string {
  // Rows of keyed subscriptions are objects that have the field: `keyed()` does not compile otherwise.
  return String((row as Readonly<Record<string, unknown>>)[field]);
}

/** What a listener is told of one frame of a log, or nothing when the frame only confirms the place. */
export function takeLogFrame(message: LogMessage): LogFrame<unknown> | undefined {
  const { rows, cursor = '' } = message;
  if (message.type === 'snapshot') return { rows, cursor, reset: true, skipped: 0 };
  const skipped = message.skipped ?? 0;
  return rows.length === 0 && skipped === 0 ? undefined : { rows, cursor, reset: false, skipped };
}
