import type { DeliveryRow } from '../store/notices.ts';

/** What came of one try. `again`: it may succeed later. */
export type Attempt =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly problem: string; readonly again: boolean };

/** One notice on its way. */
export interface Sending {
  readonly delivery: DeliveryRow;
  /** The same for every try of it, and for no other notice: receivers know a repetition by it. */
  readonly messageId: string;
  /** Password or signing key; undefined where none is kept. */
  readonly secret: string | undefined;
  /** Epoch ms. */
  readonly now: number;
}

const longestProblem = 300;

/** Words of another program, as one line of bounded length. */
export function quoted(text: string): string {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return line.length <= longestProblem ? line : `${line.slice(0, longestProblem - 1)}…`;
}
