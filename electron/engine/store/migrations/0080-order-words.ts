import type { FindableOrder } from '../order-words.ts';
import { orderWords } from '../order-words.ts';
import type { Migration } from './migration.ts';

/**
 * The words orders are found by, without positions (nobody asks for phrases) and with the ends of numbers backwards
 * instead of every tail of them; `order_terms` lists the words themselves, for those that are typed with a mistake.
 */
export const orderWordsIndex: Migration = {
  version: 80,
  name: 'order words',
  up(db) {
    db.exec(`
      DROP TABLE order_words;
      CREATE VIRTUAL TABLE order_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
        tokenize = "unicode61 remove_diacritics 2", prefix = '3');
      CREATE VIRTUAL TABLE order_terms USING fts5vocab (order_words, row);
    `);
    const insert = db.prepare('INSERT INTO order_words (rowid, words) VALUES (?, ?)');
    const rows = db
      .prepare<[], { key: number; posted: string }>('SELECT order_key AS key, posted FROM orders')
      .all();
    for (const { key, posted } of rows)
      insert.run(BigInt(key), orderWords(JSON.parse(posted) as FindableOrder));
  },
};
