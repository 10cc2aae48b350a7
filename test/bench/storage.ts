import Database from 'better-sqlite3';

import { atMost, type Figure } from './figures.ts';

interface Use {
  readonly name: string;
  readonly bytes: number;
}

/** What a database that has taken in the mixed load needs on disk, by what it is for. */
export function measureStorage(path: string): Figure[] {
  const db = new Database(path, { readonly: true });
  try {
    const uses = db.prepare<[], Use>('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name').all();
    const bytesOf = (pattern: RegExp): number =>
      uses.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
    const count = (table: string): number =>
      Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    const section = 'disk';
    const each = (name: string, bytes: number, rows: number): Figure => ({
      section,
      name,
      value: bytes / rows,
      unit: 'bytes',
      note: `${rows.toLocaleString('en-US')} of them`,
    });
    return [
      { ...each('a stored reading', bytesOf(/^readings$/), count('readings')), target: atMost(60) },
      each('a stored position', bytesOf(/^positions$/), count('positions')),
      each('a stored scan with its indexes', bytesOf(/^(scans|scan_|sqlite_autoindex_scan)/), count('scans')),
      each('a raw message', bytesOf(/^messages$/), count('messages')),
    ];
  } finally {
    db.close();
  }
}
