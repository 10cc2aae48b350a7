import type { Migration } from './migration.ts';

/**
 * Every word of letters that any order has. What begins like a word, and what it may have been meant to be, is asked of
 * this and then looked for word by word: an index of words walks all orders that have any word with a beginning, but
 * can skip through those of a whole word.
 */
export const orderVocabulary: Migration = {
  version: 250,
  name: 'order-vocabulary',
  up(db) {
    db.exec(`
      CREATE TABLE order_vocabulary (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
      INSERT INTO order_vocabulary
        SELECT term FROM order_terms WHERE length(term) >= 3 AND term NOT GLOB '*[0-9]*';
    `);
  },
};
