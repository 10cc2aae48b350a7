import { connect } from 'mqtt';
import type { IClientOptions, MqttClient, OnMessageCallback } from 'mqtt';

import { systemClock } from '#engine/clock.ts';
import { createMqttSession } from '#engine/ingest/mqtt-session.ts';
import type { MqttSession } from '#engine/ingest/mqtt-session.ts';
import type { MqttSessionOptions } from '#engine/ingest/mqtt-session-options.ts';
import { BrokerState } from '#shared/contract/system.ts';
import type { BrokerStateRow } from '#shared/contract/types.ts';

import { createMessageSink } from './message-sink.ts';
import type { MessageSink } from './message-sink.ts';
import { until } from './until.ts';

/** A session with everything it said. */
export interface SessionRig {
  readonly session: MqttSession;
  readonly sink: MessageSink;
  readonly subscribed: (readonly string[])[];
  readonly states: BrokerStateRow[];
  readonly dropped: number[];
  readonly logged: string[];
  sessionsLost(): number;
  connected(): Promise<void>;
}

/** Makes a session whose reconnects come at once (no jitter to wait for) and starts it. */
export function startSession(
  options: Partial<MqttSessionOptions> & Pick<MqttSessionOptions, 'url'>,
): SessionRig {
  const sink = createMessageSink();
  const subscribed: (readonly string[])[] = [];
  const states: BrokerStateRow[] = [];
  const dropped: number[] = [];
  const logged: string[] = [];
  let lost = 0;
  const note = (message: string, fields?: unknown): void => {
    logged.push(JSON.stringify([message, fields]));
  };
  const session = createMqttSession({
    brokerId: 'broker-1',
    clientId: 'waymark-test',
    filters: ['t/#'],
    accept: sink.accept,
    clock: systemClock,
    log: { info: note, warn: note, error: note },
    random: () => 0,
    previous: undefined,
    onSubscribed: (filters) => subscribed.push(filters),
    onSessionLost: () => {
      lost += 1;
    },
    onState: (state) => states.push(BrokerState.parse(state)),
    onDropped: (total) => dropped.push(total),
    ...options,
  });
  session.start();
  const connected = (): Promise<void> =>
    until(
      'the session is subscribed',
      () => session.state().link === 'connected' && (subscribed.at(-1)?.length ?? 0) > 0,
    );
  return { session, sink, subscribed, states, dropped, logged, sessionsLost: () => lost, connected };
}

/** An ordinary MQTT client, as devices are. `onMessage` is there before the first message can come. */
export function connectDevice(
  url: string,
  options: IClientOptions = {},
  onMessage?: OnMessageCallback,
): Promise<MqttClient> {
  const client = connect(url, { reconnectPeriod: 0, ...options, manualConnect: true });
  if (onMessage !== undefined) client.on('message', onMessage);
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.once('error', reject);
    client.connect();
  });
}

/** Publishes `count` messages `m0`, `m1`, … and waits until the broker has them all. */
export async function publishMany(device: MqttClient, topic: string, count: number, from = 0): Promise<void> {
  const batch = 500;
  for (let start = from; start < from + count; start += batch) {
    const size = Math.min(batch, from + count - start);
    await Promise.all(
      Array.from({ length: size }, (_, index) => device.publishAsync(topic, `m${start + index}`, { qos: 1 })),
    );
  }
}

/** The texts `m0` … as `publishMany` sends them. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `m${index}`);
}
