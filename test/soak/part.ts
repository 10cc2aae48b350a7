import type { Books } from '../bench/stations.ts';

/** What a part is given; everything random in it follows from the seed. */
export interface PartRun {
  readonly seconds: number;
  readonly seed: number;
  /** The sizes that take hours. */
  readonly full: boolean;
  readonly random: () => number;
}

/** A part runs for about its seconds, throws when something is wrong, and else says what it saw. */
export type Part = (run: PartRun) => Promise<string>;

/** Ends the part with this sentence unless it holds. */
export function mustHold(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** At rest everything received was settled. */
export function mustBalance(books: Books): void {
  const settled = books.stored + books.duplicate + books.ignored + books.quarantined + books.limited;
  mustHold(
    books.received === settled && books.pending === 0,
    `the books do not balance: ${JSON.stringify(books)}`,
  );
}

export function secondsBetween(random: () => number, least: number, most: number): number {
  return least + random() * (most - least);
}
