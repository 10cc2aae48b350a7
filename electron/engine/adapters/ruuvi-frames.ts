/** Advertisements of Ruuvi sensors, data formats 3, 5 and 6 (docs.ruuvi.com, Bluetooth advertisements). */

/** Null where the sensor says "not available"; absent where the format has no such field. */
export interface RuuviFrame {
  readonly format: 3 | 5 | 6;
  readonly temperatureC: number | null;
  readonly humidityPct: number | null;
  readonly pressurePa: number | null;
  readonly voltageV?: number | null;
  readonly accelerationG?: readonly [number | null, number | null, number | null];
  readonly movementCounter?: number | null;
  readonly sequence?: number | null;
  readonly illuminanceLux?: number | null;
  readonly pm25?: number | null;
  readonly co2?: number | null;
  readonly voc?: number | null;
  readonly nox?: number | null;
  /** With colons, upper case; format 6 carries only its last three bytes. */
  readonly mac?: string | null;
}

export type RuuviAdvertisement =
  | { readonly kind: 'ruuvi'; readonly frame: RuuviFrame }
  | { readonly kind: 'other-maker' }
  | { readonly kind: 'undecodable'; readonly why: string };

const manufacturerData = 0xff;
const ruuviCompany = 0x0499;

/** Reads a whole advertisement: length, type and data of each structure. */
export function readAdvertisement(hex: string): RuuviAdvertisement {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) {
    return { kind: 'undecodable', why: 'the advertisement is not hexadecimal text' };
  }
  const bytes = Buffer.from(hex, 'hex');
  let found = false;
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt8(at);
    const structure = bytes.subarray(at + 1, at + 1 + length);
    if (length === 0) break;
    if (structure.length < length) return { kind: 'undecodable', why: 'the advertisement is cut short' };
    found = true;
    if (
      structure[0] === manufacturerData &&
      structure.length > 3 &&
      structure.readUInt16LE(1) === ruuviCompany
    ) {
      const frame = readRuuviFrame(structure.subarray(3));
      return frame === undefined ? unknownFormat(structure[3]) : { kind: 'ruuvi', frame };
    }
    at += 1 + length;
  }
  return found ? { kind: 'other-maker' } : { kind: 'undecodable', why: 'the advertisement is empty' };
}

function unknownFormat(format: number | undefined): RuuviAdvertisement {
  return { kind: 'undecodable', why: `data format ${format ?? '?'} of this length is not known` };
}

/** A Ruuvi frame from its format byte on; undefined for other formats and wrong lengths. */
export function readRuuviFrame(data: Buffer): RuuviFrame | undefined {
  const [format] = data;
  if (format === 3 && data.length >= 14) return readFormat3(data);
  if (format === 5 && data.length >= 24) return readFormat5(data);
  return format === 6 && data.length >= 20 ? readFormat6(data) : undefined;
}

function readFormat3(data: Buffer): RuuviFrame {
  const whole = data.readUInt8(2);
  const size = (whole & 0x7f) + data.readUInt8(3) / 100;
  return {
    format: 3,
    humidityPct: data.readUInt8(1) / 2,
    temperatureC: whole >= 0x80 ? -size : size,
    pressurePa: data.readUInt16BE(4) + 50_000,
    accelerationG: [data.readInt16BE(6) / 1000, data.readInt16BE(8) / 1000, data.readInt16BE(10) / 1000],
    voltageV: data.readUInt16BE(12) / 1000,
  };
}

function readFormat5(data: Buffer): RuuviFrame {
  const power = data.readUInt16BE(13) >> 5;
  return {
    format: 5,
    temperatureC: signed(data, 1, 1 / 200),
    humidityPct: unsigned(data, 3, 1 / 400),
    pressurePa: plus(unsigned(data, 5, 1), 50_000),
    accelerationG: [signed(data, 7, 1 / 1000), signed(data, 9, 1 / 1000), signed(data, 11, 1 / 1000)],
    voltageV: power === 0x7ff ? null : (power + 1600) / 1000,
    movementCounter: unlessAll(data.readUInt8(15), 0xff),
    sequence: unsigned(data, 16, 1),
    mac: macOf(data.subarray(18, 24)),
  };
}

function readFormat6(data: Buffer): RuuviFrame {
  const flags = data.readUInt8(16);
  return {
    format: 6,
    temperatureC: signed(data, 1, 1 / 200),
    humidityPct: unsigned(data, 3, 1 / 400),
    pressurePa: plus(unsigned(data, 5, 1), 50_000),
    pm25: unsigned(data, 7, 1 / 10),
    co2: unsigned(data, 9, 1),
    voc: unlessAll((data.readUInt8(11) << 1) | ((flags >> 6) & 1), 0x1ff),
    nox: unlessAll((data.readUInt8(12) << 1) | (flags >> 7), 0x1ff),
    illuminanceLux: luminosity(data.readUInt8(13)),
    sequence: data.readUInt8(15),
    mac: macOf(data.subarray(17, 20)),
  };
}

function signed(data: Buffer, at: number, factor: number): number | null {
  const raw = data.readInt16BE(at);
  return raw === -0x8000 ? null : scaled(raw, factor);
}

function unsigned(data: Buffer, at: number, factor: number): number | null {
  const raw = data.readUInt16BE(at);
  return raw === 0xffff ? null : scaled(raw, factor);
}

/** Divides, as multiplying with 1/200 would leave noise in the last digits. */
function scaled(raw: number, factor: number): number {
  return raw / Math.round(1 / factor);
}

function plus(value: number | null, offset: number): number | null {
  return value === null ? null : value + offset;
}

function unlessAll(value: number, unavailable: number): number | null {
  return value === unavailable ? null : value;
}

/** Logarithmic scale of 254 steps up to 65 535 lx. */
function luminosity(code: number): number | null {
  if (code === 0xff) return null;
  return Math.round(Math.expm1((code * Math.log(65_536)) / 254) * 100) / 100;
}

function macOf(bytes: Buffer): string | null {
  if (bytes.every((byte) => byte === 0xff)) return null;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
