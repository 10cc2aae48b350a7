import type { IPublishPacket } from 'mqtt';
import { describe, expect, it } from 'vitest';

import { MqttIntake } from '#engine/ingest/mqtt-intake.ts';
import { createSettleWindow } from '#engine/ingest/settle-window.ts';
import { silentLog } from '#engine/log.ts';

import { createFakeClock } from '../../support/fake-clock.ts';
import { createMessageSink } from '../../support/message-sink.ts';

function rig(maxMessages = 10) {
  const clock = createFakeClock();
  const sink = createMessageSink();
  const acknowledged: number[] = [];
  const window = createSettleWindow({ clock, maxMessages, maxBytes: 1_000_000 });
  const intake = new MqttIntake({
    source: 'b',
    clock,
    log: silentLog,
    accept: sink.accept,
    window,
    acknowledge: (messageId) => acknowledged.push(messageId),
    onFailure() {},
  });
  let released = 0;
  const take = (qos: 0 | 1 | 2, messageId: number): void => {
    const packet: IPublishPacket = {
      cmd: 'publish',
      topic: 't',
      payload: `m${messageId}`,
      qos,
      retain: false,
      dup: false,
      messageId,
    };
    intake.take(packet, () => {
      released += 1;
    });
  };
  return { clock, sink, window, intake, take, acknowledged, released: () => released };
}

describe('intake of one connection', () => {
  it('lets the parser go on at once, and acknowledges when settled', () => {
    const { take, sink, acknowledged, released } = rig();
    take(1, 7);
    expect([released(), acknowledged]).toEqual([1, []]);
    sink.settle();
    expect(acknowledged).toEqual([7]);
  });

  it('holds the parser when there is no room, and measures for how long', () => {
    const { take, sink, clock, intake, released } = rig(1);
    take(1, 1);
    take(1, 2);
    clock.advance(5);
    expect([released(), sink.messages.length, intake.heldMs()]).toEqual([1, 1, 5]);
    sink.settle();
    expect([released(), sink.messages.length, intake.heldMs()]).toEqual([2, 2, 0]);
  });

  it('after the end of the link takes in only what will not come again', () => {
    const { take, sink, intake, window, acknowledged } = rig();
    take(1, 1);
    intake.linkDown();
    window.close();
    take(1, 2);
    take(0, 3);
    sink.settle();
    expect([sink.texts(), acknowledged]).toEqual([['m1', 'm3'], []]);
  });

  it('stopped, takes in nothing and never releases a QoS 2 message, which would answer for it', () => {
    const { take, sink, intake, released } = rig();
    intake.stop();
    take(2, 1);
    expect(released()).toBe(0);
    take(1, 2);
    take(0, 3);
    expect([released(), sink.messages]).toEqual([2, []]);
  });

  it('forgets a packet that was held when the link ended', () => {
    const { take, sink, intake, window } = rig(1);
    take(1, 1);
    take(1, 2);
    intake.linkDown();
    window.close();
    sink.settle();
    expect(sink.texts()).toEqual(['m1']);
  });

  it('gives the event loop a turn within a burst', () => {
    const { take, sink, released } = rig(1_000);
    sink.behave('at-once');
    for (let index = 0; index < 512; index += 1) take(0, index);
    expect([sink.messages.length, released()]).toEqual([512, 511]);
  });
});
