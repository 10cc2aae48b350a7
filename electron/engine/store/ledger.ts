import type Database from 'better-sqlite3';

import { outcomes, type Outcome } from './devices.ts';
import { createMessageStore, type MessageStore } from './messages.ts';
import { createQuarantineStore, type QuarantineStore } from './quarantine.ts';

const rowKinds = ['scans', 'positions', 'readings', 'statuses'] as const;

/** How messages were settled and how many rows they made; kept by counting, never by scanning. */
export type SettledBooks = Record<Outcome | (typeof rowKinds)[number], number>;

/** Raw messages, quarantine, and the books: how each message received was settled. */
export interface Ledger extends MessageStore, QuarantineStore {
  books(): SettledBooks;
  writeBooks(books: SettledBooks): void;
  /** True when the newest message without time and number on that topic had this content. */
  isLastAnonymous(topicKey: number, hash: Buffer): boolean;
  rememberAnonymous(topicKey: number, hash: Buffer): void;
  /** True when this very message was committed before and its acknowledgement may have been lost. */
  wasCommitted(source: string, messageId: number, hash: Buffer): boolean;
  /** True when it was, and its sender surely has no acknowledgement. */
  isUnanswered(source: string, messageId: number, hash: Buffer): boolean;
  /** A message that was remembered has been acknowledged; kept with the next `keepAnswered`. */
  noteAnswered(source: string, messageId: number): void;
  /** Inside a transaction, before anything is remembered in it; call what it gives once that is committed. */
  keepAnswered(): () => void;
  hasAnswered(): boolean;
  rememberCommitted(source: string, messageId: number, hash: Buffer, outcome: Outcome): void;
  forgetCommitted(source: string): void;
}

export function createLedger(db: Database.Database): Ledger {
  const columns = [...outcomes, ...rowKinds];
  const selectBooks = db.prepare<[], SettledBooks>(`SELECT ${columns.join(', ')} FROM books WHERE id = 1`);
  const updateBooks = db.prepare(
    `UPDATE books SET ${columns.map((name) => `${name} = :${name}`).join(', ')} WHERE id = 1`,
  );
  return {
    books: () => selectBooks.get()!,
    writeBooks: (books) => void updateBooks.run(books),
    ...createMessageStore(db),
    ...createQuarantineStore(db),
    ...redeliveryStatements(db),
  };
}

function deliveryKey(source: string, messageId: number): string {
  return `${messageId} ${source}`;
}

function redeliveryStatements(db: Database.Database) {
  const selectLast = db
    .prepare<[number], Buffer>('SELECT hash FROM last_anonymous WHERE topic_key = ?')
    .pluck();
  const upsertLast = db.prepare(
    'INSERT INTO last_anonymous (topic_key, hash) VALUES (?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash',
  );
  const selectCommitted = db
    .prepare<[string, number], Buffer>('SELECT hash FROM unacknowledged WHERE source = ? AND message_id = ?')
    .pluck();
  const upsertCommitted = db.prepare(
    'INSERT INTO unacknowledged (source, message_id, hash, outcome, answered) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET hash = excluded.hash, outcome = excluded.outcome, answered = 0',
  );
  const selectUnanswered = db
    .prepare<[string, number], Buffer>(
      'SELECT hash FROM unacknowledged WHERE source = ? AND message_id = ? AND answered = 0',
    )
    .pluck();
  const updateAnswered = db.prepare(
    'UPDATE unacknowledged SET answered = 1 WHERE source = ? AND message_id = ?',
  );
  const forget = db.prepare('DELETE FROM unacknowledged WHERE source = ?');
  /** What was remembered and is not known to be answered, and what was answered since the last commit. */
  const open = new Set<string>();
  let answered: { readonly source: string; readonly messageId: number }[] = [];
  return {
    isLastAnonymous: (topicKey: number, hash: Buffer): boolean =>
      selectLast.get(topicKey)?.equals(hash) ?? false,
    rememberAnonymous: (topicKey: number, hash: Buffer): void => void upsertLast.run(topicKey, hash),
    wasCommitted: (source: string, messageId: number, hash: Buffer): boolean =>
      selectCommitted.get(source, messageId)?.equals(hash) ?? false,
    isUnanswered: (source: string, messageId: number, hash: Buffer): boolean =>
      selectUnanswered.get(source, messageId)?.equals(hash) ?? false,
    rememberCommitted(source: string, messageId: number, hash: Buffer, outcome: Outcome): void {
      upsertCommitted.run(source, messageId, hash, outcome);
      open.add(deliveryKey(source, messageId));
    },
    noteAnswered(source: string, messageId: number): void {
      if (open.delete(deliveryKey(source, messageId))) answered.push({ source, messageId });
    },
    hasAnswered: (): boolean => answered.length > 0,
    keepAnswered(): () => void {
      const kept = answered.length;
      for (const { source, messageId } of answered) updateAnswered.run(source, messageId);
      return () => void (answered = answered.slice(kept));
    },
    forgetCommitted: (source: string): void => void forget.run(source),
  };
}
