import mqtt from 'mqtt';
import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';

import { PacketReader } from './packet-reader.ts';

/**
 * The one place that relies on what mqtt.js does not promise; a contract test runs it against the pinned version.
 *
 * mqtt.js needs 20 µs and several turns of the event loop for a message of QoS 1, so messages are read and
 * acknowledged here and everything else on the connection is its own: it pipes its stream into its parser, and that
 * pipe is where the messages are taken out.
 *
 * Messages of QoS 2, which nobody asks for, need what it remembers of them: from the first one on it reads everything.
 * It acknowledges a QoS 1 message when the callback of `handleMessage` is called, one at a time, and reads nothing
 * meanwhile. Called with an error it sends no PUBACK, raises nothing and reads on. That frees the parser while the
 * message waits for its commit.
 */
const acknowledgedLater = new Error('acknowledged after the commit');
/** So much may wait to be read before the broker is asked to wait. */
const heldBytesAtMost = 256 * 1024;

/** Lets mqtt.js go on to the next packet. For QoS 2 it also sends PUBREC, so it is called after the commit. */
export type Release = () => void;

/** A PUBLISH, read here or by mqtt.js. */
export type Incoming = Pick<IPublishPacket, 'topic' | 'payload' | 'qos' | 'retain' | 'dup'> & {
  readonly messageId?: number | undefined;
};

export type TakePublish = (packet: Incoming, release: Release) => void;

/** Makes a client that neither connects nor reconnects by itself. */
export function createClient(url: string, options: IClientOptions): MqttClient {
  return mqtt.connect(url, {
    ...options,
    // A client id in a URL's query would override ours.
    query: {},
    manualConnect: true,
    reconnectPeriod: 0,
    resubscribe: false,
    // The default writes whole packets, passwords included, to stderr when DEBUG is set.
    log: () => {},
  });
}

export interface Interception {
  /** Hands over every incoming PUBLISH; nothing is acknowledged by mqtt.js itself. */
  readonly take: TakePublish;
  /** Called when bytes of any kind have come. */
  readonly onHeard: () => void;
  readonly maxPacketBytes: number;
}

/** To be called before the client connects. */
export function interceptPublishes(
  client: MqttClient,
  { take, onHeard, maxPacketBytes }: Interception,
): void {
  // Set after construction: for MQTT 3.1.1 the constructor puts its own in place of one given in the options.
  client.options.customHandleAcks = (_topic, _payload, packet: IPublishPacket, proceed) => {
    if (packet.qos === 2) take(packet, () => proceed(0));
    else proceed(0);
  };
  client.handleMessage = (packet, done) => {
    // For QoS 2 this is the PUBREL; the message was committed before its PUBREC.
    if (packet.qos === 2) done();
    else take(packet, () => (packet.qos === 0 ? done() : done(acknowledgedLater)));
  };
  const build = client['streamBuilder'] as (of: MqttClient) => MqttClient['stream'];
  client['streamBuilder'] = (of: MqttClient) => {
    const stream = build(of);
    stream.on('data', onHeard);
    const pipe = stream.pipe.bind(stream);
    stream.pipe = <Parser extends NodeJS.WritableStream>(parser: Parser): Parser => {
      readPublishes(client, { stream, parser, pipe, take, maxPacketBytes });
      return parser;
    };
    return stream;
  };
}

interface Piped {
  readonly stream: MqttClient['stream'];
  readonly parser: NodeJS.WritableStream;
  readonly pipe: (parser: NodeJS.WritableStream) => unknown;
  readonly take: TakePublish;
  readonly maxPacketBytes: number;
}

function readPublishes(client: MqttClient, { stream, parser, pipe, take, maxPacketBytes }: Piped): void {
  const version = client.options.protocolVersion === 5 ? 5 : 4;
  const reader = new PacketReader({
    version,
    // MQTT 3.1.1 has no way to ask for less than what comes.
    maxPacketBytes: version === 5 ? maxPacketBytes : Infinity,
    sink: {
      publish: take,
      other: (bytes) => void parser.write(bytes),
      leave(bytes) {
        stream.off('data', feed);
        parser.write(bytes);
        pipe(parser);
      },
      idle: () => {
        if (stream.isPaused()) stream.resume();
      },
      fault: (problem) => client.emit('error', new Error(problem)),
    },
  });
  const feed = (chunk: Buffer): void => {
    reader.feed(chunk);
    if (reader.heldBytes() > heldBytesAtMost) stream.pause();
  };
  stream.on('data', feed);
}

/** PUBACKs of one connection; those of one turn leave together. */
export class Pubacks {
  readonly #client: MqttClient;
  #messageIds: number[] = [];

  constructor(client: MqttClient) {
    this.#client = client;
  }

  send(messageId: number): void {
    if (this.#messageIds.push(messageId) === 1) queueMicrotask(() => this.flush());
  }

  /** Writes them, or nothing when the link is down: a PUBACK of one connection means nothing on the next. */
  flush(): void {
    const messageIds = this.#messageIds;
    if (messageIds.length === 0) return;
    this.#messageIds = [];
    if (!this.#client.connected) return;
    const bytes = Buffer.allocUnsafe(messageIds.length * pubackBytes);
    for (const [index, messageId] of messageIds.entries()) {
      bytes.writeUInt16BE(pubackHead, index * pubackBytes);
      bytes.writeUInt16BE(messageId, index * pubackBytes + 2);
    }
    this.#client.stream.write(bytes);
  }
}

/** Type and length; without a reason it is success in both versions of MQTT. */
const pubackHead = 0x4002;
const pubackBytes = 4;
