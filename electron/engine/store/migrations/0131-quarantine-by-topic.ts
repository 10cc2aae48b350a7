import type { Migration } from './migration.ts';

/** What names no device is grouped by its topic, so that one noisy topic leaves the others their places. */
export const quarantineByTopic: Migration = {
  version: 131,
  name: 'quarantine-by-topic',
  up(db) {
    db.exec(`
      DROP INDEX quarantine_by_group;
      CREATE INDEX quarantine_by_group ON quarantine (ifnull(device_id, 'topic ' || topic), reason, quarantine_key);
      UPDATE quarantine_groups SET kept = 0 WHERE device_id = '';
      INSERT INTO quarantine_groups
        SELECT 'topic ' || topic, reason, count(*), 0 FROM quarantine WHERE device_id IS NULL GROUP BY 1, 2;
    `);
  },
};
