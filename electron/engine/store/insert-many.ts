import type Database from 'better-sqlite3';

/** Rows of one statement: each costs half of what it does alone, and more together save little. */
export const rowsTogether = 50;

/** Inserts rows of `columns` values, many with each statement; `row` is what stands for one after VALUES. */
export function insertMany(
  db: Database.Database,
  into: string,
  row: string,
): (rows: readonly (readonly unknown[])[]) => void {
  const one = db.prepare(`${into} VALUES ${row}`);
  const many = db.prepare(`${into} VALUES ${Array.from({ length: rowsTogether }, () => row).join(', ')}`);
  return (rows) => {
    let at = 0;
    for (; at + rowsTogether <= rows.length; at += rowsTogether)
      many.run(rows.slice(at, at + rowsTogether).flat());
    for (; at < rows.length; at += 1) one.run(rows[at]);
  };
}
