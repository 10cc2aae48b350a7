import type { Aedes, AedesPublishPacket, Client } from 'aedes';
import type { LevelPersistence } from 'aedes-persistence-level';
import type { IPublishPacket } from 'mqtt';

/** This file is the one place that relies on what aedes does not promise; tests hold it to the pinned version. */

/**
 * aedes numbers messages when they come in and gives a client only numbers higher than its last one, so as to
 * send a message once where several of its subscriptions match. But messages overtake each other on their way
 * through the store (QoS 0 the others, a plain one a retained one), and the one overtaken is then dropped for
 * that client without a word. So the high-water mark is put out of action, and a message is known as a second
 * copy by being the very one sent last: copies for one client follow each other directly.
 */
export class DeliverOnce {
  readonly #brokerId: string;
  readonly #last = new WeakMap<Client, { readonly brokerId: string; readonly counter: number }>();

  constructor(brokerId: string) {
    this.#brokerId = brokerId;
  }

  /** To be called before anything is sent to the client. */
  prepare(client: Client): void {
    const { duplicates } = client as unknown as { duplicates: object };
    Object.defineProperty(duplicates, this.#brokerId, { get: () => 0, set() {} });
  }

  /** aedes' `authorizeForward`: null keeps the packet back. */
  forward(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
    const { brokerId, brokerCounter: counter } = packet;
    // Stored copies of retained messages carry no broker.
    if (!brokerId) return packet;
    const last = this.#last.get(client);
    if (last?.counter === counter && last.brokerId === brokerId) return null;
    this.#last.set(client, { brokerId, counter });
    // aedes forgets the first for messages that waited in a queue [MQTT-3.3.1-9]; the second is the sender's [MQTT-3.3.1-3].
    packet.retain = false;
    packet.dup = false;
    return packet;
  }
}

/**
 * Queues a QoS 1 message for those who are away, and keeps its retained copy, before it is acknowledged: aedes
 * acknowledges first, so a process killed in between would lose it for them. aedes then does the same again under the
 * same number, which changes nothing.
 */
export async function storeAhead(
  aedes: Aedes,
  persistence: LevelPersistence,
  packet: IPublishPacket,
): Promise<void> {
  const broker = aedes as unknown as { readonly id: string; counter: number };
  broker.counter += 1;
  const number = { brokerId: broker.id, brokerCounter: broker.counter };
  Object.assign(packet, number);
  const { topic, payload, qos, retain } = packet;
  const subscriptions = await persistence.subscriptionsByTopic(topic);
  if (!retain && subscriptions.length === 0) return;
  const copy = { cmd: 'publish', ...number, topic, payload: Buffer.from(payload), qos, retain, dup: false };
  if (retain) await persistence.storeRetained(copy);
  if (subscriptions.length > 0) await persistence.outgoingEnqueueCombi(subscriptions, copy);
}
