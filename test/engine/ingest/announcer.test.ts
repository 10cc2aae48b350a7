import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createAnnouncer, type Announcer } from '#engine/ingest/announcer.ts';
import { silentLog } from '#engine/log.ts';
import type { Store } from '#engine/store/store.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: FakeClock;
let published: string[];
/** Why the broker takes nothing at the moment. */
let refusal: Error | undefined;
let announcer: Announcer;

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock();
  published = [];
  refusal = undefined;
  announcer = start();
});
afterEach(() => {
  announcer.stop();
  if (store.isOpen()) store.close();
  folder.remove();
});

function start(): Announcer {
  return createAnnouncer({
    store,
    clock,
    log: silentLog,
    publish(topic, payload) {
      if (refusal !== undefined) return Promise.reject(refusal);
      published.push(`${topic} ${Buffer.from(payload).toString()}`);
      return Promise.resolve();
    },
  });
}

async function say(...texts: string[]): Promise<void> {
  store.transaction(() => {
    for (const text of texts) store.tracking.enqueue('t', text, false);
  });
  announcer.wake();
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function commit(): void {
  store.transaction(() => announcer.deleteSent());
  announcer.committed();
}

const waiting = (): number => store.tracking.outgoing(0, 100).length;

describe('what is announced', () => {
  it('goes out once, in order, and is deleted with the next commit', async () => {
    await say('a', 'b');
    await say('c');
    expect([published, waiting()]).toEqual([['t a', 't b', 't c'], 3]);
    commit();
    expect(waiting()).toBe(0);
    await say('d');
    expect(published).toEqual(['t a', 't b', 't c', 't d']);
  });

  it('is deleted by itself where no commit comes', async () => {
    await say('a');
    clock.advance(999);
    expect(waiting()).toBe(1);
    clock.advance(1);
    expect(waiting()).toBe(0);
    await say('b');
    clock.advance(1000);
    expect([published, waiting()]).toEqual([['t a', 't b'], 0]);
  });

  it('stays when the commit that should delete it fails, and goes with the one after', async () => {
    await say('a');
    expect(() =>
      store.transaction(() => {
        announcer.deleteSent();
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
    await say('b');
    expect(waiting()).toBe(2);
    commit();
    expect([published, waiting()]).toEqual([['t a', 't b'], 0]);
  });

  it('waits while the broker is away and keeps its order', async () => {
    refusal = new Error('offline');
    await say('a');
    await say('b');
    refusal = undefined;
    clock.advance(2000);
    await settled();
    expect(published).toEqual(['t a', 't b']);
  });

  it('is not sent again after a stop', async () => {
    await say('a');
    announcer.stop();
    expect(waiting()).toBe(0);
    announcer = start();
    announcer.wake();
    await settled();
    expect(published).toEqual(['t a']);
  });

  it('of a retained topic is the newest only, also beside one that was sent and is not yet deleted', async () => {
    store.transaction(() => store.tracking.enqueue('state', '1', true));
    announcer.wake();
    await settled();
    store.transaction(() => store.tracking.enqueue('state', '2', true));
    announcer.wake();
    await settled();
    commit();
    expect([published, waiting()]).toEqual([['state 1', 'state 2'], 0]);
  });
});
