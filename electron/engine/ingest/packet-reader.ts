/** A PUBLISH of QoS 0 or 1 as it came. */
export interface ReadPublish {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Of QoS 1 only. */
  readonly messageId: number | undefined;
}

export interface PacketSink {
  /** Nothing more is read until `release` is called. */
  publish(packet: ReadPublish, release: () => void): void;
  /** Any other packet, whole. */
  other(bytes: Buffer): void;
  /** A QoS 2 message has come: from here on somebody else reads. */
  leave(bytes: Buffer): void;
  /** Everything given so far has been read. */
  idle(): void;
  /** What came is no MQTT; nothing more is read. */
  fault(problem: string): void;
}

export interface PacketReaderOptions {
  readonly version: 4 | 5;
  readonly maxPacketBytes: number;
  readonly sink: PacketSink;
}

const publishType = 3;
/** A length is written in seven bits to a byte. */
const lengthBase = 128;
const mostLengthBytes = 4;

/** Reads messages from what a broker sends, and gives every other packet on as it is. */
export class PacketReader {
  readonly #options: PacketReaderOptions;
  readonly #release = (): void => {
    this.#held = false;
    this.#run();
  };
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Chunks behind `#bytes`, and how many bytes of them the next packet needs before it is whole. */
  #later: Buffer[] = [];
  #laterBytes = 0;
  #missing = 0;
  #held = false;
  #running = false;
  #ended = false;

  constructor(options: PacketReaderOptions) {
    this.#options = options;
  }

  feed(chunk: Buffer): void {
    if (this.#ended) return;
    this.#later.push(chunk);
    this.#laterBytes += chunk.length;
    this.#run();
  }

  /** Bytes that wait because a message was not released. */
  heldBytes(): number {
    return this.#held ? this.#bytes.length - this.#at + this.#laterBytes : 0;
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    while (!this.#held && !this.#ended && (this.#next() || this.#refill()));
    this.#running = false;
    if (!this.#held && !this.#ended) this.#options.sink.idle();
  }

  /** Puts what came later behind what is left; false while that is not enough. */
  #refill(): boolean {
    if (this.#laterBytes === 0 || this.#laterBytes < this.#missing) return false;
    const left = this.#bytes.subarray(this.#at);
    const [first] = this.#later;
    this.#bytes =
      left.length === 0 && this.#later.length === 1 && first !== undefined
        ? first
        : Buffer.concat([left, ...this.#later]);
    this.#at = 0;
    this.#later = [];
    this.#laterBytes = 0;
    this.#missing = 0;
    return true;
  }

  /** Takes one packet; false when it is not whole. */
  #next(): boolean {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start + 1;
    let length = 0;
    for (let base = 1; ; base *= lengthBase) {
      if (at >= bytes.length) return this.#lack(at + 1 - bytes.length);
      if (at - start > mostLengthBytes) return this.#fail('The broker sent a length that is none.');
      const byte = bytes[at++]!;
      length += (byte % lengthBase) * base;
      if (byte < lengthBase) break;
    }
    const end = at + length;
    if (end - start > this.#options.maxPacketBytes)
      return this.#fail('The broker sent a larger packet than it was allowed.');
    if (end > bytes.length) return this.#lack(end - bytes.length);
    this.#at = end;
    const head = bytes[start]!;
    if (head >> 4 !== publishType) this.#options.sink.other(bytes.subarray(start, end));
    else if ((head & 6) === 4) this.#leave(start);
    else this.#publish(head, at, end);
    return true;
  }

  #lack(missing: number): false {
    this.#missing = missing;
    return false;
  }

  #publish(head: number, start: number, end: number): void {
    const bytes = this.#bytes;
    const qos = (head >> 1) & 3;
    const topicEnd = start + 2 <= end ? start + 2 + bytes.readUInt16BE(start) : end + 1;
    const idEnd = topicEnd + (qos === 1 ? 2 : 0);
    const payloadStart = idEnd <= end ? this.#afterProperties(idEnd, end) : end + 1;
    // A topic without a name would need an alias, which no broker was offered.
    if (qos > 1 || payloadStart > end || topicEnd === start + 2) {
      this.#fail('The broker sent a message that cannot be read.');
      return;
    }
    this.#held = true;
    this.#options.sink.publish(
      {
        topic: bytes.toString('utf8', start + 2, topicEnd),
        payload: bytes.subarray(payloadStart, end),
        qos: qos === 1 ? 1 : 0,
        retain: (head & 1) === 1,
        dup: (head & 8) === 8,
        messageId: qos === 1 ? bytes.readUInt16BE(topicEnd) : undefined,
      },
      this.#release,
    );
  }

  /** Where the payload begins; beyond `end` when the properties cannot be read. */
  #afterProperties(start: number, end: number): number {
    if (this.#options.version === 4) return start;
    let length = 0;
    let at = start;
    for (let base = 1; at < end; base *= lengthBase) {
      const byte = this.#bytes[at++]!;
      length += (byte % lengthBase) * base;
      if (byte < lengthBase) return at + length;
    }
    return end + 1;
  }

  #leave(start: number): void {
    this.#ended = true;
    this.#options.sink.leave(Buffer.concat([this.#bytes.subarray(start), ...this.#later]));
  }

  #fail(problem: string): false {
    this.#ended = true;
    this.#options.sink.fault(problem);
    return false;
  }
}
