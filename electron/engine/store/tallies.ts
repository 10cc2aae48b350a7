import type Database from 'better-sqlite3';

import type { RejectReason } from '#shared/domain/observation.ts';
import { dayMs } from '#shared/domain/time.ts';

import { outcomes, type Outcome } from './devices.ts';
import type { KeyStore } from './keys.ts';

/** How messages were settled, and how many of them brought something late. */
export type TallyCounts = Record<Outcome | 'late', number>;

export interface TallyInput {
  readonly time: number;
  readonly topic: string;
  /** 0: a device nobody could name. */
  readonly deviceKey: number;
  readonly outcome: Outcome;
  readonly late: boolean;
  readonly count: number;
}

/** The books by day, topic and device, written a few seconds after what they count. */
export interface TallyStore {
  add(input: TallyInput): void;
  /** Writes what was added since the last time, in a transaction of its own; throws when the database cannot take it, and keeps it. */
  flush(): void;
  byTopic(since: number): ({ readonly topic: string } & TallyCounts)[];
  byDay(since: number): ({ readonly day: number } & TallyCounts)[];
  /** Days of one device, oldest first. */
  daysOf(deviceKey: number, since: number): ({ readonly day: number } & TallyCounts)[];
  /** Quarantined messages (not parts of messages) by reason. */
  reasons(): { readonly reason: RejectReason; readonly count: number }[];
}

interface Pending {
  readonly day: number;
  readonly topic: string;
  readonly deviceKey: number;
  readonly counts: TallyCounts;
}

const columns = [...outcomes, 'late'] as const;
const sums = columns.map((name) => `sum(${name}) AS ${name}`).join(', ');

function dayOf(time: number): number {
  return Math.floor(time / dayMs) * dayMs;
}

export function createTallyStore(db: Database.Database, keys: KeyStore): TallyStore {
  let pending = new Map<string, Pending>();
  const upsert = db.prepare(
    `INSERT INTO tallies (day, topic_key, device_key, ${columns.join(', ')})
     VALUES (:day, :topicKey, :deviceKey, ${columns.map((name) => `:${name}`).join(', ')})
     ON CONFLICT DO UPDATE SET ${columns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
  );
  const write = db.transaction((rows: readonly Pending[]) => {
    for (const { topic, counts, ...row } of rows)
      upsert.run({ ...row, ...counts, topicKey: keys.topicKey(topic) });
  });
  const byTopic = db.prepare<[number], { topic: string } & TallyCounts>(
    `SELECT topic, ${sums} FROM tallies JOIN topics USING (topic_key) WHERE day >= ? GROUP BY topic_key`,
  );
  const byDay = db.prepare<[number], { day: number } & TallyCounts>(
    `SELECT day, ${sums} FROM tallies WHERE day >= ? GROUP BY day ORDER BY day`,
  );
  const ofDevice = db.prepare<[number, number], { day: number } & TallyCounts>(
    `SELECT day, ${sums} FROM tallies WHERE day >= ? AND device_key = ? GROUP BY day ORDER BY day`,
  );
  const reasons = db.prepare<[], { reason: RejectReason; count: number }>(
    'SELECT reason, sum(count) AS count FROM quarantine WHERE part = 0 GROUP BY reason ORDER BY count DESC',
  );

  return {
    add({ time, topic, deviceKey, outcome, late, count }) {
      const day = dayOf(time);
      const name = `${day} ${deviceKey} ${topic}`;
      let entry = pending.get(name);
      if (entry === undefined) {
        const counts = { stored: 0, duplicate: 0, ignored: 0, quarantined: 0, limited: 0, late: 0 };
        pending.set(name, (entry = { day, topic, deviceKey, counts }));
      }
      entry.counts[outcome] += count;
      if (late) entry.counts.late += count;
    },
    flush() {
      if (pending.size === 0) return;
      try {
        write.immediate([...pending.values()]);
      } catch (error) {
        // Topics that were new in it have no key after all.
        keys.reload();
        throw error;
      }
      pending = new Map();
    },
    byTopic: (since) => byTopic.all(dayOf(since)),
    byDay: (since) => byDay.all(dayOf(since)),
    daysOf: (deviceKey, since) => ofDevice.all(dayOf(since), deviceKey),
    reasons: () => reasons.all(),
  };
}
