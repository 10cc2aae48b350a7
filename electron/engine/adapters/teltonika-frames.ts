/** Teltonika AVL packets, Codec 8 and Codec 8 Extended (wiki.teltonika-gps.com, "Codec"). */

export interface AvlRecord {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly lat: number;
  readonly lon: number;
  readonly altitudeM: number;
  readonly headingDeg: number;
  readonly satellites: number;
  readonly speedKmh: number;
  /** Elements by their number; long ones as hexadecimal text. */
  readonly io: ReadonlyMap<number, number | string>;
}

export type AvlPacket =
  | { readonly ok: true; readonly records: readonly AvlRecord[] }
  | { readonly ok: false; readonly reason: 'undecoded' | 'checksum'; readonly detail: string };

const codec8 = 0x08;
const codec8Extended = 0x8e;
const headerBytes = 8;
const checksumBytes = 4;

/** True when a payload begins like a packet: four zero bytes and a codec that is known. */
export function isAvlPacket(payload: Uint8Array): boolean {
  const codec = payload[headerBytes];
  return payload.subarray(0, 4).every((byte) => byte === 0) && (codec === codec8 || codec === codec8Extended);
}

/** Reads all records of a packet. Never throws: what is cut short or damaged is refused whole. */
export function readAvlPacket(payload: Uint8Array): AvlPacket {
  if (!isAvlPacket(payload)) return undecoded('not a packet of Codec 8 or 8 Extended');
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const length = bytes.readUInt32BE(4);
  if (bytes.length !== headerBytes + length + checksumBytes)
    return undecoded('the packet has not the length it states');
  const data = bytes.subarray(headerBytes, headerBytes + length);
  if (crc16(data) !== bytes.readUInt32BE(headerBytes + length)) {
    return { ok: false, reason: 'checksum', detail: 'the checksum of the packet is wrong' };
  }
  try {
    return readRecords(new Reader(data));
  } catch (error) {
    if (error instanceof RangeError) return undecoded('a record of the packet is cut short');
    throw error;
  }
}

function undecoded(detail: string): AvlPacket {
  return { ok: false, reason: 'undecoded', detail };
}

function readRecords(reader: Reader): AvlPacket {
  const extended = reader.unsigned(1) === codec8Extended;
  const count = reader.unsigned(1);
  const records: AvlRecord[] = [];
  for (let i = 0; i < count; i += 1) records.push(readRecord(reader, extended));
  if (reader.unsigned(1) !== count) return undecoded('the packet states two different numbers of records');
  return { ok: true, records };
}

function readRecord(reader: Reader, extended: boolean): AvlRecord {
  const time = reader.unsigned(8);
  reader.unsigned(1);
  const lon = reader.signed(4) / 1e7;
  const lat = reader.signed(4) / 1e7;
  const altitudeM = reader.signed(2);
  const headingDeg = reader.unsigned(2);
  const satellites = reader.unsigned(1);
  const speedKmh = reader.unsigned(2);
  return { time, lat, lon, altitudeM, headingDeg, satellites, speedKmh, io: readElements(reader, extended) };
}

function readElements(reader: Reader, extended: boolean): ReadonlyMap<number, number | string> {
  const width = extended ? 2 : 1;
  const io = new Map<number, number | string>();
  // Which element caused the record, and how many there are in all.
  reader.unsigned(width);
  reader.unsigned(width);
  for (const size of [1, 2, 4, 8]) {
    const count = reader.unsigned(width);
    for (let i = 0; i < count; i += 1) io.set(reader.unsigned(width), reader.unsigned(size));
  }
  if (!extended) return io;
  const long = reader.unsigned(2);
  for (let i = 0; i < long; i += 1) {
    const id = reader.unsigned(2);
    io.set(id, reader.hex(reader.unsigned(2)));
  }
  return io;
}

/** Walks over big-endian bytes; reading past the end throws a RangeError. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  unsigned(size: number): number {
    const at = this.#move(size);
    return size === 8 ? Number(this.#bytes.readBigUInt64BE(at)) : this.#bytes.readUIntBE(at, size);
  }

  signed(size: number): number {
    return this.#bytes.readIntBE(this.#move(size), size);
  }

  hex(size: number): string {
    const at = this.#move(size);
    return this.#bytes.toString('hex', at, at + size);
  }

  #move(size: number): number {
    const at = this.#at;
    if (at + size > this.#bytes.length) throw new RangeError('past the end');
    this.#at += size;
    return at;
  }
}

/** CRC-16/IBM. */
function crc16(data: Uint8Array): number {
  let crc = 0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
