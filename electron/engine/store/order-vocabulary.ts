import type Database from 'better-sqlite3';

/** The words of letters that orders have; those of orders that were taken back may stay. */
export interface VocabularyStore {
  /** Which of the words any order has. */
  knownWords(words: readonly string[]): string[];
  /** Words that begin so, in alphabetical order. */
  wordsFrom(beginning: string, limit: number): string[];
}

interface VocabularyStatements extends VocabularyStore {
  /** Remembers the words of an order. Only inside a transaction. */
  readonly learn: (words: readonly string[]) => void;
  /** Forgets what a failed transaction left in memory. */
  readonly forget: () => void;
}

/** Most words of an order were in one of the last ones too. */
const remembered = 50_000;

export function createVocabularyStatements(db: Database.Database): VocabularyStatements {
  const insert = db.prepare('INSERT OR IGNORE INTO order_vocabulary (word) VALUES (?)');
  const known = db
    .prepare<[string], string>(
      'SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM order_vocabulary WHERE word = value)',
    )
    .pluck();
  const from = db
    .prepare<{ from: string; to: string; limit: number }, string>(
      'SELECT word FROM order_vocabulary WHERE word >= :from AND word < :to ORDER BY word LIMIT :limit',
    )
    .pluck();
  const learnt = new Set<string>();
  return {
    knownWords: (words) => known.all(JSON.stringify(words)),
    wordsFrom: (beginning, limit) => from.all({ from: beginning, to: `${beginning}\u{10ffff}`, limit }),
    learn(words) {
      for (const word of words) {
        if (learnt.has(word)) continue;
        insert.run(word);
        if (learnt.size >= remembered) learnt.clear();
        learnt.add(word);
      }
    },
    forget: () => learnt.clear(),
  };
}
