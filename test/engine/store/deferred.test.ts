import Database from 'better-sqlite3';
import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';
import { packed, type ArrivedMessage } from '#engine/store/deferred.ts';
import { migrate } from '#engine/store/migrate.ts';
import { migrations } from '#engine/store/migrations/index.ts';
import { databasePath } from '#engine/store/open.ts';
import type { Store } from '#engine/store/store.ts';

import { storeForEach } from '../../support/store-for-each.ts';

let store: Store;
const folder = storeForEach((opened) => {
  store = opened;
});

function message(number: number, over: Partial<ArrivedMessage> = {}): ArrivedMessage {
  return {
    source: 'broker',
    topic: `t/${number % 3}`,
    payload: Buffer.from(`says ${number}`),
    qos: 1,
    retained: false,
    dup: number % 4 === 0,
    messageId: number + 1,
    receivedAt: 1_000 + number,
    ...over,
  };
}

const messages = (from: number, to: number): ArrivedMessage[] =>
  Array.from({ length: to - from }, (_, index) => message(from + index));

const put = (all: readonly ArrivedMessage[]): void => store.transaction(() => store.deferred.put(all));
const held = (atMost = 10_000): ArrivedMessage[] => store.deferred.first(atMost).map((each) => each.message);
const settle = (count: number): void =>
  store.transaction(() => store.deferred.drop(store.deferred.first(count).map(({ place }) => place)));

const plain = (all: readonly ArrivedMessage[]) =>
  all.map(({ payload, ...rest }) => ({ ...rest, payload: Buffer.from(payload).toString() }));

describe('messages that were put aside', () => {
  it('come back as they were, in their order, whatever came together', () => {
    put(messages(0, 5));
    put([]);
    const { messageId: _, ...said } = message(5);
    const unnumbered: ArrivedMessage = { ...said, payload: new Uint8Array(), retained: true, qos: 0 };
    put([unnumbered]);
    put(messages(6, 9));
    expect(plain(held())).toEqual(plain([...messages(0, 5), unnumbered, ...messages(6, 9)]));
    expect(plain(held(2))).toEqual(plain(messages(0, 2)));
    expect(store.deferred.countByTopic()).toEqual(
      new Map([
        ['t/0', 3],
        ['t/1', 3],
        ['t/2', 3],
      ]),
    );
  });

  it('are gone once settled, those alone, also after a restart', () => {
    const steps = fc.array(fc.record({ more: fc.nat(30), settled: fc.nat(30) }), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (all) => {
        settle(10_000);
        let [next, first] = [0, 0];
        for (const { more, settled } of all) {
          put(messages(next, next + more));
          next += more;
          settle(settled);
          first = Math.min(next, first + settled);
        }
        store.close();
        folder.open();
        expect(plain(held())).toEqual(plain(messages(first, next)));
      }),
      { numRuns: 25 },
    );
  });

  it('lose the ids of a session that is gone; what comes in the next keeps its own', () => {
    put([message(1), message(2, { source: 'other' })]);
    store.transaction(() => store.deferred.forgetIds('broker'));
    put([message(3)]);
    expect(held().map(({ source, messageId }) => [source, messageId])).toEqual([
      ['broker', undefined],
      ['other', 3],
      ['broker', 4],
    ]);
  });

  it('are read in pieces however large they are', () => {
    const large = messages(0, 5).map((each) => ({ ...each, payload: new Uint8Array(600_000) }));
    expect([...packed(large)].map(({ payloads }) => payloads.length)).toEqual([
      1_200_000, 1_200_000, 600_000,
    ]);
    expect([...packed(messages(0, 2_500))]).toHaveLength(3);
    expect([...packed([])]).toEqual([]);
  });

  it('are still there when each had a row of its own before an update', () => {
    const dataDir = folder.path;
    store.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${databasePath(dataDir)}${suffix}`, { force: true });
    const db = new Database(databasePath(dataDir));
    const before = migrations.filter(({ version }) => version < 300);
    migrate(db, { dataDir, clock: systemClock, log: silentLog, migrations: before });
    const insert = db.prepare(
      'INSERT INTO deferred_messages (source, topic, payload, qos, retained, dup, message_id, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { source, topic, payload, qos, retained, dup, messageId, receivedAt } of messages(0, 4))
      insert.run(source, topic, payload, qos, Number(retained), Number(dup), messageId ?? null, receivedAt);
    db.close();
    folder.open();
    expect(plain(held())).toEqual(plain(messages(0, 4)));
  });
});
