import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { FloodGuard, type Admission } from '#engine/ingest/flood-guard.ts';
import { createPipeline, type Pipeline } from '#engine/ingest/pipeline.ts';
import { deferredOf, type Settlement } from '#engine/ingest/settle.ts';
import type { InboundMessage } from '#engine/ingest/source.ts';
import { silentLog } from '#engine/log.ts';
import type { Store } from '#engine/store/store.ts';

import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { plainKnowledge } from '../../support/plain-knowledge.ts';
import { openTestStore, temporaryFolder } from '../../support/test-store.ts';

const now = Date.UTC(2026, 10, 23, 12);

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let clock: FakeClock;
let told: string[];

beforeEach(() => {
  folder = temporaryFolder();
  store = openTestStore(folder.path);
  clock = createFakeClock(now);
  told = [];
});

afterEach(() => {
  store.close();
  folder.remove();
});

/** The real pipeline behind a guard by which one device may send 20 at once, and is ahead of the others after ten. */
function createPipe(burst = 20, into = store, admission?: () => Admission): Pipeline {
  const guard = new FloodGuard({
    clock,
    log: silentLog,
    limit: () => ({ perSecond: 1, burst }),
    devicesOn: () => 1,
    isBacklog: () => false,
    standsAlone: (topic) => topic !== 'plain/node',
  });
  return createPipeline({
    store: into,
    clock,
    log: silentLog,
    knowledge: plainKnowledge(clock),
    admission: admission ?? ((message) => guard.admission(message)),
    inTransaction() {},
    onCommitted(settlements: readonly Settlement[]) {
      for (const { outcome, topic, messages } of settlements)
        if (messages > 0) told.push(`${topic} ${outcome}`);
    },
  });
}

interface Said {
  readonly device: string;
  readonly seq?: number;
  readonly over?: Partial<InboundMessage>;
}

/** A temperature; without a number it has no time either, and nothing but its delivery tells it from the next. */
function message({ device, seq, over }: Said): InboundMessage {
  const identity = seq === undefined ? {} : { boot: 'a', seq, time: now + seq };
  const values = [{ type: 'Temperature', value: 4, uom: 'CEL' }];
  return {
    source: 'broker',
    topic: `plain/${device}`,
    payload: Buffer.from(JSON.stringify([{ kind: 'reading', deviceId: device, ...identity, values }])),
    qos: 1,
    retained: false,
    dup: false,
    queued: true,
    receivedAt: clock.now(),
    ...over,
  };
}

/** Lets time pass until nothing is pending. */
async function rest(pipeline: Pipeline): Promise<void> {
  for (let turn = 0; turn < 200 && pipeline.books().pending > 0; turn += 1) {
    clock.advance(150);
    await pipeline.understood();
  }
}

function flood(pipeline: Pipeline, device: string, count: number, settled = (): void => {}): void {
  for (let seq = 1; seq <= count; seq += 1) pipeline.accept(message({ device, seq }), settled);
}

it('keeps what one device sends at once, acknowledges it, and reads it after what others say', async () => {
  const pipeline = createPipe();
  let acknowledged = 0;
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  flood(pipeline, 'mad', 25, () => (acknowledged += 1));
  pipeline.accept(message({ device: 'good', seq: 2 }), () => {});
  pipeline.drain();
  expect(acknowledged).toBe(25);
  expect(told.filter((each) => each === 'plain/good stored')).toHaveLength(2);
  expect(told.filter((each) => each === 'plain/mad stored')).toHaveLength(11);
  expect(pipeline.books()).toMatchObject({ received: 27, stored: 13, limited: 5, pending: 9 });
  await rest(pipeline);
  expect(pipeline.books()).toMatchObject({ received: 27, stored: 22, limited: 5, pending: 0 });
  expect(store.deferred.first(100)).toEqual([]);
});

it('reads at once what nobody else waits behind', () => {
  const alone = createPipe();
  flood(alone, 'mad', 20);
  alone.drain();
  expect(alone.books()).toMatchObject({ stored: 20, pending: 0 });
});

it('reads at once what came by a connection of its own, and what must keep its place among others', () => {
  const pipeline = createPipe();
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  for (let seq = 1; seq <= 20; seq += 1) {
    const { queued: _queued, ...own } = message({ device: 'own', seq });
    pipeline.accept(own, () => {});
    pipeline.accept(message({ device: 'node', seq }), () => {});
  }
  pipeline.drain();
  expect(pipeline.books()).toMatchObject({ stored: 41, pending: 0 });
});

it('goes on after a kill with what was acknowledged and not read', async () => {
  const pipeline = createPipe();
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  flood(pipeline, 'mad', 20);
  pipeline.drain();
  const { pending } = pipeline.books();
  expect(pending).toBeGreaterThan(0);
  // The one before is left as a kill leaves it.
  store.close();
  store = openTestStore(folder.path);
  clock = createFakeClock(now + 1_000);
  const after = createPipe();
  expect(after.books()).toMatchObject({ received: 21, pending });
  await rest(after);
  expect(after.books()).toMatchObject({ received: 21, stored: 21, duplicate: 0, pending: 0 });
});

it('knows a redelivery of what is not read yet, and of what was read since', async () => {
  const pipeline = createPipe();
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  flood(pipeline, 'mad', 10);
  for (const messageId of [1, 2, 3])
    pipeline.accept(message({ device: 'mad', over: { messageId } }), () => {});
  pipeline.drain();
  pipeline.accept(message({ device: 'mad', over: { messageId: 2, dup: true } }), () => {});
  await rest(pipeline);
  pipeline.accept(message({ device: 'mad', over: { messageId: 3, dup: true } }), () => {});
  await rest(pipeline);
  expect(pipeline.books()).toMatchObject({ stored: 14, duplicate: 2, pending: 0 });
});

it('does not forget a delivery for one that had its number before', async () => {
  const pipeline = createPipe();
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  flood(pipeline, 'mad', 11);
  pipeline.accept(message({ device: 'mad', over: { messageId: 7 } }), () => {});
  pipeline.drain();
  // The first is acknowledged, so the broker may give its number to another.
  pipeline.accept(message({ device: 'other', over: { messageId: 7 } }), () => {});
  pipeline.drain();
  await rest(pipeline);
  pipeline.accept(message({ device: 'other', over: { messageId: 7, dup: true } }), () => {});
  await rest(pipeline);
  expect(pipeline.books()).toMatchObject({ stored: 14, duplicate: 1 });
});

it('takes the numbers of a session that is gone for nothing', async () => {
  const pipeline = createPipe();
  pipeline.accept(message({ device: 'good', seq: 1 }), () => {});
  flood(pipeline, 'mad', 11);
  pipeline.accept(message({ device: 'mad', over: { messageId: 7 } }), () => {});
  pipeline.drain();
  store.transaction(() => store.deferred.forgetIds('broker'));
  await rest(pipeline);
  expect(store.ledger.wasCommitted(deferredOf('broker'), 7, Buffer.alloc(0))).toBe(false);
  pipeline.accept(message({ device: 'mad', over: { messageId: 7, dup: true } }), () => {});
  await rest(pipeline);
  expect(pipeline.books()).toMatchObject({ stored: 14, duplicate: 0 });
});

/** What is stored of messages, some of which are sent again later, and of which some are deferred. */
async function heldOf(messages: readonly Said[], isLater: (index: number) => boolean) {
  const own = temporaryFolder();
  const into = openTestStore(own.path);
  let index = -1;
  const pipeline = createPipe(20, into, () => (isLater((index += 1)) ? 'later' : 'now'));
  for (const [messageId, said] of messages.entries()) {
    pipeline.accept(message({ ...said, over: { messageId } }), () => {});
    if (messageId % 7 === 0) pipeline.drain();
    if (messageId % 11 === 0) clock.advance(150);
    if (messageId % 3 === 0) pipeline.accept(message({ ...said, over: { messageId, dup: true } }), () => {});
    await pipeline.understood();
  }
  await rest(pipeline);
  const { stored, duplicate, readings, pending } = { ...pipeline.books(), ...pipeline.tallies() };
  pipeline.stop();
  into.close();
  own.remove();
  return { stored, duplicate, readings, pending };
}

it('stores the same of any messages as if none of them were deferred', async () => {
  const said = fc.array(
    fc.record(
      { device: fc.constantFrom('mad', 'good'), seq: fc.integer({ min: 1, max: 30 }) },
      { requiredKeys: ['device'] },
    ),
    { minLength: 20, maxLength: 80 },
  );
  const later = fc.infiniteStream(fc.boolean());
  await fc.assert(
    fc.asyncProperty(said, later, async (messages, stream) => {
      const choices = [...stream.take(2 * messages.length)];
      const held = await heldOf(messages, (index) => choices[index]!);
      expect(held).toEqual(await heldOf(messages, () => false));
    }),
    { numRuns: 12 },
  );
});
