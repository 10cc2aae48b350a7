import { connect, type Socket } from 'node:net';

/**
 * An MQTT 3.1.1 publisher that writes packets itself: a client library would cost as much as what is measured.
 */
export interface RawPublisher {
  /** Publishes with QoS 1 and resolves when everything is acknowledged. `perSecond` 0: as fast as it goes. */
  run(count: number, perSecond: number): Promise<PublishRun>;
  close(): void;
}

export interface PublishRun {
  /** Wall time of the first publish. */
  readonly startTime: number;
  readonly endTime: number;
  /** From writing each message to its acknowledgement, in milliseconds, in the order of acknowledgement. */
  readonly ackMs: readonly number[];
}

export interface PublisherOptions {
  readonly port: number;
  readonly connections: number;
  /** Messages a connection has unacknowledged at the most. Message n goes out on connection n modulo their number. */
  readonly window: number;
  readonly messageOf: (index: number, now: number) => { readonly topic: string; readonly payload: string };
}

const chunkBytes = 64 * 1024;

export async function connectPublisher(options: PublisherOptions): Promise<RawPublisher> {
  const acked: number[] = [];
  let wake = (): void => {};
  const lanes: Lane[] = [];
  for (let index = 0; index < options.connections; index += 1) {
    const lane = new Lane(options.window, (ms) => {
      acked.push(ms);
      wake();
    });
    await lane.open(options.port, `bench-${process.pid}-${index}`);
    lanes.push(lane);
  }
  // A device has one connection: what it says arrives in its order.
  const nexts = lanes.map((_lane, index) => index);
  let from = 0;

  async function run(count: number, perSecond: number): Promise<PublishRun> {
    acked.length = 0;
    const startTime = Date.now();
    const begin = performance.now();
    const first = from;
    from += count;
    let sent = 0;
    while (sent < count) {
      const elapsedS = (performance.now() - begin) / 1000;
      const due = perSecond === 0 ? count : Math.min(count, Math.floor(elapsedS * perSecond) + 1);
      const before = sent;
      for (const [index, lane] of lanes.entries()) {
        const filled = lane.send(
          { from: nexts[index]!, until: first + due, step: lanes.length },
          options.messageOf,
        );
        nexts[index]! += filled * lanes.length;
        sent += filled;
      }
      if (perSecond > 0) await pause(2);
      else if (sent === before) await new Promise<void>((resolve) => (wake = resolve));
      else await new Promise((resolve) => setImmediate(resolve));
    }
    while (acked.length < count) await pause(1);
    return { startTime, endTime: Date.now(), ackMs: [...acked] };
  }

  return {
    run,
    close: () => lanes.forEach((lane) => lane.close()),
  };
}

/** Numbers of messages: `from`, then every `step`, below `until`. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

/** One connection with its packet ids. */
class Lane {
  readonly #window: number;
  readonly #onAck: (ms: number) => void;
  readonly #sentAt = new Float64Array(65_536);
  readonly #chunk = Buffer.alloc(chunkBytes);
  #socket: Socket | undefined;
  #unacked = 0;
  #packetId = 0;
  #blocked = false;
  #rest: Buffer = Buffer.alloc(0);
  #onConnack = (): void => {};

  constructor(window: number, onAck: (ms: number) => void) {
    this.#window = window;
    this.#onAck = onAck;
  }

  async open(port: number, clientId: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#onConnack = resolve;
      const socket = connect(port, '127.0.0.1', () => socket.write(connectPacket(clientId)));
      socket.setNoDelay(true);
      socket.on('data', (chunk) => this.#read(chunk));
      socket.on('drain', () => (this.#blocked = false));
      socket.once('error', reject);
      this.#socket = socket;
    });
    this.#socket?.removeAllListeners('error');
    // A broker that hangs up in the middle of a run shows as a run that does not end.
    this.#socket?.on('error', () => this.#socket?.destroy());
  }

  /** Writes as much as window and chunk allow; returns how many messages that were. */
  send({ from, until, step }: Span, messageOf: PublisherOptions['messageOf']): number {
    let size = 0;
    let index = from;
    let filled = 0;
    while (!this.#blocked && index < until && this.#unacked < this.#window && size < chunkBytes - 4096) {
      const { topic, payload } = messageOf(index, Date.now());
      size += this.#encode(size, topic, payload);
      index += step;
      filled += 1;
    }
    if (size > 0) this.#blocked = this.#socket?.write(Buffer.from(this.#chunk.subarray(0, size))) === false;
    return filled;
  }

  close(): void {
    this.#socket?.destroy();
  }

  #encode(start: number, topic: string, payload: string): number {
    this.#packetId = this.#packetId === 65_535 ? 1 : this.#packetId + 1;
    this.#sentAt[this.#packetId] = performance.now();
    this.#unacked += 1;
    const chunk = this.#chunk;
    let at = start;
    chunk[at++] = 0x32;
    at = writeLength(chunk, at, topic.length + payload.length + 4);
    at = chunk.writeUInt16BE(topic.length, at);
    at += chunk.write(topic, at, 'latin1');
    at = chunk.writeUInt16BE(this.#packetId, at);
    at += chunk.write(payload, at, 'latin1');
    return at - start;
  }

  /** Everything a broker says to a publisher has a length of one byte. */
  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at + 2 <= bytes.length && at + 2 + bytes[at + 1]! <= bytes.length) {
      const type = bytes[at]! >> 4;
      if (type === 2) this.#onConnack();
      if (type === 4) this.#acknowledged(bytes.readUInt16BE(at + 2));
      at += 2 + bytes[at + 1]!;
    }
    this.#rest = bytes.subarray(at);
  }

  #acknowledged(packetId: number): void {
    this.#unacked -= 1;
    this.#onAck(performance.now() - this.#sentAt[packetId]!);
  }
}

function connectPacket(clientId: string): Buffer {
  const id = Buffer.from(clientId);
  const head = Buffer.from([0x10, 12 + id.length, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, id.length]);
  return Buffer.concat([head, id]);
}

function writeLength(chunk: Buffer, start: number, length: number): number {
  let at = start;
  let rest = length;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    chunk[at++] = rest > 0 ? low | 0x80 : low;
  } while (rest > 0);
  return at;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
