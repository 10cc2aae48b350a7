import type { BooksRow } from '#shared/contract/types.ts';

import type { SettledBooks } from '../store/ledger.ts';

/** The books as they are shown: what was received is what was settled and what is pending. */
export function balance(books: SettledBooks, pending: number, perSecond: number): BooksRow {
  const { stored, duplicate, ignored, quarantined, limited } = books;
  const received = stored + duplicate + ignored + quarantined + limited + pending;
  return { received, stored, duplicate, ignored, quarantined, limited, pending, perSecond };
}
