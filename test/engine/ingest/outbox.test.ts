import { describe, expect, it } from 'vitest';

import { Outbox } from '#engine/ingest/outbox.ts';

import { createFakeClock } from '../../support/fake-clock.ts';

const qos1 = { qos: 1, retain: false } as const;

/** A link that notes what it is given and answers when told to. */
function fakeLink() {
  const sent: string[] = [];
  const answers: ((error?: Error) => void)[] = [];
  return {
    sent,
    answers,
    send(
      _topic: string,
      payload: string | Uint8Array,
      _options: unknown,
      done: (error?: Error) => void,
    ): void {
      sent.push(String(payload));
      answers.push(done);
    },
  };
}

describe('outbox', () => {
  it('sends in order, no more at a time than the broker allows', async () => {
    const outbox = new Outbox(createFakeClock());
    const link = fakeLink();
    const promises = ['a', 'b', 'c'].map((text) => outbox.publish('t', text, qos1));
    outbox.attach(link.send, 2);
    expect(link.sent).toEqual(['a', 'b']);
    link.answers[0]?.();
    await promises[0];
    expect(link.sent).toEqual(['a', 'b', 'c']);
  });

  it('sends again on the next link what was not answered, and ignores answers of the old one', async () => {
    const outbox = new Outbox(createFakeClock());
    const [first, second] = [fakeLink(), fakeLink()];
    outbox.attach(first.send, undefined);
    let resolved = 0;
    const promises = ['a', 'b', 'c'].map(async (text) => {
      await outbox.publish('t', text, qos1);
      resolved += 1;
    });
    first.answers[1]?.();
    await promises[1];
    outbox.detach();
    first.answers[0]?.();
    await Promise.resolve();
    expect(resolved).toBe(1);
    outbox.attach(second.send, undefined);
    expect(second.sent).toEqual(['a', 'c']);
    for (const answer of second.answers) answer();
    await Promise.all(promises);
    expect(resolved).toBe(3);
  });

  it('rejects what the broker refuses, and goes on', async () => {
    const outbox = new Outbox(createFakeClock());
    const link = fakeLink();
    outbox.attach(link.send, 1);
    const forbidden = outbox.publish('t', 'a', qos1);
    const full = outbox.publish('t', 'b', qos1);
    link.answers[0]?.(Object.assign(new Error('Publish error: Not authorized'), { code: 135 }));
    await expect(forbidden).rejects.toMatchObject({ code: 'forbidden' });
    link.answers[1]?.(Object.assign(new Error('Publish error: Quota exceeded'), { code: 151 }));
    await expect(full).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is bounded: beyond ten thousand waiting messages it says no', async () => {
    const outbox = new Outbox(createFakeClock());
    const waiting = Array.from({ length: 10_000 }, () =>
      outbox.publish('t', 'x', qos1).catch(() => 'closed'),
    );
    await expect(outbox.publish('t', 'one more', qos1)).rejects.toMatchObject({ code: 'unavailable' });
    outbox.close();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['closed']));
    await expect(outbox.publish('t', 'late', qos1)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('knows how long an answer is owed, and when it is empty', async () => {
    const clock = createFakeClock();
    const outbox = new Outbox(clock);
    const link = fakeLink();
    outbox.attach(link.send, undefined);
    const promise = outbox.publish('t', 'a', qos1);
    clock.advance(700);
    expect(outbox.unansweredMs()).toBe(700);
    const emptied = outbox.emptied();
    link.answers[0]?.();
    await Promise.all([promise, emptied]);
    expect(outbox.unansweredMs()).toBe(0);
  });
});
