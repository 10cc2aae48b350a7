import { afterEach, beforeEach, expect, it } from 'vitest';

import { createPipeline, type Pipeline, type PipelineOptions } from '#engine/ingest/pipeline.ts';
import type { InboundMessage } from '#engine/ingest/source.ts';
import type { Store } from '#engine/store/store.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { plainKnowledge } from '../../support/plain-knowledge.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const now = Date.UTC(2026, 10, 23, 12);

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: FakeClock;
let errors: string[];
const settled: number[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock(now);
  errors = [];
  settled.length = 0;
});

afterEach(() => {
  store.close();
  folder.remove();
});

function createPipe(over: Partial<PipelineOptions> = {}): Pipeline {
  const note = (message: string): void => void errors.push(message);
  return createPipeline({
    store,
    clock,
    log: { info() {}, warn: note, error: note },
    knowledge: plainKnowledge(clock),
    inTransaction() {},
    onCommitted() {},
    ...over,
  });
}

function message(seq: number): InboundMessage {
  const fact = { kind: 'position', deviceId: 'V1', boot: 'a', seq, time: now + seq, lat: 1, lon: 2 };
  const payload = Buffer.from(JSON.stringify([fact]));
  return {
    source: 'test',
    topic: 'plain/x',
    payload,
    qos: 1,
    messageId: seq,
    retained: false,
    dup: false,
    receivedAt: now,
  };
}

it('settles what an acknowledgement lets in after the batch it belongs to, and each message once', () => {
  const pipeline = createPipe();
  const total = 4000;
  let sent = 0;
  const send = (): void => {
    sent += 1;
    const seq = sent;
    pipeline.accept(message(seq), () => {
      settled.push(seq);
      if (sent < total) send();
    });
  };
  // A source that always has as many unacknowledged messages as it may have.
  while (sent < 1500) send();
  while (settled.length < total) clock.advance(100);
  expect(settled).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  expect(pipeline.books()).toMatchObject({ received: total, stored: total, duplicate: 0, pending: 0 });
});

it('does not settle again what is committed when telling of it goes wrong', () => {
  const pipeline = createPipe({
    onCommitted() {
      throw new Error('a read model failed');
    },
  });
  pipeline.accept(message(1), () => {
    throw new Error('the link is gone');
  });
  pipeline.accept(message(2), () => settled.push(2));
  pipeline.drain();
  expect(settled).toEqual([2]);
  expect(pipeline.books()).toMatchObject({
    received: 2,
    stored: 2,
    duplicate: 0,
    quarantined: 0,
    pending: 0,
  });
  expect(errors).toHaveLength(2);
});

it('goes on behind the messages of a batch that were already committed when the disk became full', () => {
  let attempts = 0;
  const pipeline = createPipe({
    inTransaction(settlements) {
      attempts += 1;
      if (settlements.length > 1) throw new Error('something is wrong with this batch');
      if (attempts === 3) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    },
  });
  for (const seq of [1, 2, 3]) pipeline.accept(message(seq), () => settled.push(seq));
  pipeline.drain();
  expect(settled).toEqual([1]);
  expect(pipeline.problem()).toMatch(/disk is full/);
  clock.advance(1000);
  expect(settled).toEqual([1, 2, 3]);
  expect(pipeline.books()).toMatchObject({ received: 3, stored: 3, duplicate: 0, pending: 0 });
});

it('counts what is more than a device may send with the next commit, and acknowledges it after that', () => {
  const told: unknown[] = [];
  const pipeline = createPipe({
    admission: ({ messageId }) => (messageId === 1 ? 'now' : 'limited'),
    onCommitted: (settlements) => void told.push(...settlements.map((each) => [each.outcome, each.messages])),
  });
  for (let seq = 1; seq <= 10; seq += 1) pipeline.accept(message(seq), () => settled.push(seq));
  expect([settled, pipeline.books().pending, store.ledger.books().limited]).toEqual([[], 10, 0]);
  clock.advance(100);
  expect(settled).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(pipeline.books()).toMatchObject({ received: 10, stored: 1, limited: 9, pending: 0 });
  expect(store.ledger.books().limited).toBe(9);
  expect(told).toEqual([
    ['stored', 1],
    ['limited', 9],
  ]);
});

it('acknowledges no more of a flood than is counted on disk, and counts each once', () => {
  let full = true;
  const pipeline = createPipe({
    admission: () => 'limited',
    inTransaction() {
      if (full) throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    },
  });
  const sendAndWait = (from: number): void => {
    for (let seq = from; seq < from + 20; seq += 1) pipeline.accept(message(seq), () => settled.push(seq));
    clock.advance(1000);
  };
  sendAndWait(1);
  sendAndWait(21);
  expect([settled, pipeline.books().pending, pipeline.books().limited]).toEqual([[], 40, 0]);
  full = false;
  clock.advance(1000);
  expect(settled).toHaveLength(40);
  expect(pipeline.books()).toMatchObject({ received: 40, limited: 40, pending: 0 });
});
