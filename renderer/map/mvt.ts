/** A feature of a vector tile, its geometry in tile units (0 … extent, y southwards). */
export interface TileFeature {
  readonly type: 'point' | 'line' | 'polygon' | 'unknown';
  readonly properties: ReadonlyMap<string, string | number | boolean>;
  /** Points of a point feature, lines, or rings without the closing point. */
  readonly parts: readonly (readonly [number, number])[][];
}

export interface DecodedLayer {
  readonly name: string;
  readonly extent: number;
  readonly features: readonly TileFeature[];
}

/** Reads one layer of a Mapbox Vector Tile (specification 2.1), or undefined where the tile has no such layer. */
export function readTileLayer(bytes: Uint8Array, name: string): DecodedLayer | undefined {
  for (const field of fieldsOf(new Reader(bytes))) {
    if (field.number !== 3 || field.bytes === undefined) continue;
    const layer = readLayer(field.bytes);
    if (layer.name === name) return layer;
  }
  return undefined;
}

const types = ['unknown', 'point', 'line', 'polygon'] as const;

function readLayer(bytes: Uint8Array): DecodedLayer {
  let name = '';
  let extent = 4096;
  const keys: string[] = [];
  const values: (string | number | boolean)[] = [];
  const features: Uint8Array[] = [];
  for (const { number, bytes: content = empty, value = 0 } of fieldsOf(new Reader(bytes))) {
    if (number === 1) name = textOf(content);
    else if (number === 2) features.push(content);
    else if (number === 3) keys.push(textOf(content));
    else if (number === 4) values.push(readValue(content));
    else if (number === 5) extent = value;
  }
  return { name, extent, features: features.map((feature) => readFeature(feature, keys, values)) };
}

function readFeature(
  bytes: Uint8Array,
  keys: readonly string[],
  values: readonly (string | number | boolean)[],
): TileFeature {
  let tags: number[] = [];
  let commands: number[] = [];
  let type: TileFeature['type'] = 'unknown';
  for (const { number, bytes: content = empty, value = 0 } of fieldsOf(new Reader(bytes))) {
    if (number === 2) tags = packed(content);
    else if (number === 3) type = types[value] ?? 'unknown';
    else if (number === 4) commands = packed(content);
  }
  const properties = new Map<string, string | number | boolean>();
  for (let index = 0; index + 1 < tags.length; index += 2) {
    const key = keys[tags[index] ?? -1];
    const value = values[tags[index + 1] ?? -1];
    if (key !== undefined && value !== undefined) properties.set(key, value);
  }
  return { type, properties, parts: readGeometry(commands) };
}

function readGeometry(commands: readonly number[]): [number, number][][] {
  const parts: [number, number][][] = [];
  const [moveTo, lineTo] = [1, 2];
  let [x, y, at] = [0, 0, 0];
  while (at < commands.length) {
    const header = commands[at++] ?? 0;
    const command = header & 7;
    if (command !== moveTo && command !== lineTo) continue;
    for (let left = header >> 3; left > 0 && at + 1 < commands.length; left--) {
      x += zigzag(commands[at++] ?? 0);
      y += zigzag(commands[at++] ?? 0);
      if (command === moveTo) parts.push([]);
      parts.at(-1)?.push([x, y]);
    }
  }
  return parts;
}

function readValue(bytes: Uint8Array): string | number | boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { number, bytes: content, value = 0, at } of fieldsOf(new Reader(bytes))) {
    if (number === 1) return textOf(content ?? empty);
    if (number === 2) return view.getFloat32(at, true);
    if (number === 3) return view.getFloat64(at, true);
    if (number === 6) return zigzag(value);
    if (number === 7) return value !== 0;
    return value;
  }
  return '';
}

const empty = new Uint8Array(0);
const decoder = new TextDecoder();

function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function packed(bytes: Uint8Array): number[] {
  const reader = new Reader(bytes);
  const out: number[] = [];
  while (reader.hasMore()) out.push(reader.varint());
  return out;
}

interface Field {
  readonly number: number;
  /** Offset of a fixed-width value. */
  readonly at: number;
  readonly value?: number;
  readonly bytes?: Uint8Array;
}

function* fieldsOf(reader: Reader): Generator<Field> {
  while (reader.hasMore()) {
    const key = reader.varint();
    const number = Math.floor(key / 8);
    const wire = key % 8;
    const at = reader.offset;
    if (wire === 0) yield { number, at, value: reader.varint() };
    else if (wire === 2) yield { number, at, bytes: reader.take(reader.varint()) };
    else if (wire === 1 || wire === 5) {
      reader.take(wire === 1 ? 8 : 4);
      yield { number, at };
    } else throw new RangeError(`vector tile holds wire type ${wire}`);
  }
}

class Reader {
  offset = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  hasMore(): boolean {
    return this.offset < this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.offset++];
      if (byte === undefined) throw new RangeError('vector tile ends inside a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  take(length: number): Uint8Array {
    const end = this.offset + length;
    if (end > this.#bytes.length) throw new RangeError('vector tile ends inside a field');
    const part = this.#bytes.subarray(this.offset, end);
    this.offset = end;
    return part;
  }
}
