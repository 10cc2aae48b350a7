/** The protobuf payload of Sparkplug B, as far as it is needed here: timestamps, sequence and plain metrics. */

export interface SparkplugMetric {
  readonly name: string | undefined;
  readonly alias: number | undefined;
  readonly time: number | undefined;
  readonly historical: boolean;
  /** Undefined for null and for kinds that are no single value (data sets, templates, bytes). */
  readonly value: number | boolean | string | undefined;
}

export interface SparkplugPayload {
  readonly time: number | undefined;
  readonly seq: number | undefined;
  readonly metrics: readonly SparkplugMetric[];
}

/** Undefined when the bytes are no such payload. */
export function readSparkplugPayload(bytes: Uint8Array): SparkplugPayload | undefined {
  const fields = readFields(bytes);
  if (fields === undefined) return undefined;
  const metrics: SparkplugMetric[] = [];
  for (const { number, value } of fields) {
    if (number !== 2) continue;
    const metric = value instanceof Uint8Array ? readMetric(value) : undefined;
    if (metric === undefined) return undefined;
    metrics.push(metric);
  }
  return { time: integerOf(fields, 1), seq: integerOf(fields, 3), metrics };
}

type WireValue = bigint | Uint8Array;

interface Field {
  readonly number: number;
  readonly value: WireValue;
}

/** Splits a message into its fields; fixed-width numbers stay bytes. Undefined when it is cut short or malformed. */
function readFields(bytes: Uint8Array): readonly Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    if (tag === undefined) return undefined;
    const number = Number(tag.value >> 3n);
    const body = readBody(bytes, tag.end, Number(tag.value & 7n));
    if (body === undefined || number === 0) return undefined;
    fields.push({ number, value: body.value });
    at = body.end;
  }
  return fields;
}

interface Read<T extends WireValue> {
  readonly value: T;
  readonly end: number;
}

function readBody(bytes: Uint8Array, at: number, wireType: number): Read<WireValue> | undefined {
  if (wireType === 0) return readVarint(bytes, at);
  if (wireType === 1) return readBytes(bytes, at, 8);
  if (wireType === 5) return readBytes(bytes, at, 4);
  if (wireType !== 2) return undefined;
  const length = readVarint(bytes, at);
  return length === undefined ? undefined : readBytes(bytes, length.end, Number(length.value));
}

function readBytes(bytes: Uint8Array, at: number, length: number): Read<Uint8Array> | undefined {
  if (at + length > bytes.length) return undefined;
  return { value: bytes.subarray(at, at + length), end: at + length };
}

function readVarint(bytes: Uint8Array, start: number): Read<bigint> | undefined {
  let value = 0n;
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[start + i];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + i + 1 };
  }
  return undefined;
}

function readMetric(bytes: Uint8Array): SparkplugMetric | undefined {
  const fields = readFields(bytes);
  if (fields === undefined) return undefined;
  const isNull = integerOf(fields, 7) === 1;
  return {
    name: textOf(fields, 1),
    alias: integerOf(fields, 2),
    time: integerOf(fields, 3),
    historical: integerOf(fields, 5) === 1,
    value: isNull ? undefined : valueOf(fields, integerOf(fields, 4) ?? 0),
  };
}

/** Bits of the signed integer kinds, by data type number. */
const signedBits = new Map<number, number>([
  [1, 8],
  [2, 16],
  [3, 32],
  [4, 64],
]);

function valueOf(fields: readonly Field[], dataType: number): SparkplugMetric['value'] {
  const integer = rawOf(fields, 10) ?? rawOf(fields, 11);
  if (typeof integer === 'bigint') {
    const bits = signedBits.get(dataType);
    return Number(bits === undefined ? integer : BigInt.asIntN(bits, integer));
  }
  const single = rawOf(fields, 12);
  if (single instanceof Uint8Array && single.length === 4)
    return singlePrecision(view(single).getFloat32(0, true));
  const double = rawOf(fields, 13);
  if (double instanceof Uint8Array && double.length === 8) return view(double).getFloat64(0, true);
  const boolean = rawOf(fields, 14);
  if (typeof boolean === 'bigint') return boolean !== 0n;
  return textOf(fields, 15);
}

/** A 32-bit number as it was meant: 12.1, not 12.100000381469727. */
function singlePrecision(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : value;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The last field of a number counts, as protobuf has it. */
function rawOf(fields: readonly Field[], number: number): WireValue | undefined {
  return fields.findLast((field) => field.number === number)?.value;
}

function integerOf(fields: readonly Field[], number: number): number | undefined {
  const value = rawOf(fields, number);
  return typeof value === 'bigint' ? Number(value) : undefined;
}

function textOf(fields: readonly Field[], number: number): string | undefined {
  const value = rawOf(fields, number);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;
}
