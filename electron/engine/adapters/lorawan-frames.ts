import type { JsonFields } from '#shared/domain/json-guard.ts';

/** The application payload of a LoRaWAN uplink, as a network server hands it on when it decodes nothing. */
export interface LorawanFrame {
  readonly bytes: Uint8Array;
  readonly fPort: number;
  /** What the network server or the registry says the device is: brand, model, profile and device names. */
  readonly names: readonly (string | undefined)[];
}

/** Values under the names of the vendor's own decoder. */
export interface DecodedFrame {
  readonly model: string;
  readonly fields: JsonFields;
  /** True where nothing named the sensor and only the shape of the frame gave it away. */
  readonly guessed: boolean;
}

interface Codec {
  readonly model: string;
  readonly names: RegExp;
  decode(bytes: Uint8Array, fPort: number): JsonFields | undefined;
  /** True for what no other sensor's frame is likely to look like; absent where any bytes may happen to be read so. */
  isUnmistakable?(bytes: Uint8Array, fPort: number): boolean;
}

/** Dragino LHT65, port 2: battery, its own sensor, and what is plugged in. */
const lht65: Codec = {
  model: 'Dragino LHT65',
  names: /\blht65/i,
  decode(bytes, fPort) {
    if (fPort !== 2 || bytes.length !== 11) return undefined;
    const view = viewOf(bytes);
    const external = view.getUint8(6) & 0x7f;
    const fields: Record<string, JsonFields[string]> = {
      BatV: (view.getUint16(0) & 0x3fff) / 1000,
      Bat_status: view.getUint8(0) >> 6,
      TempC_SHT: view.getInt16(2) / 100,
      Hum_SHT: view.getUint16(4) / 10,
    };
    if (external === 1) {
      fields['Ext_sensor'] = 'Temperature Sensor';
      fields['TempC_DS'] = view.getInt16(7) / 100;
    }
    return fields;
  },
  isUnmistakable(bytes, fPort) {
    if (fPort !== 2 || bytes.length !== 11) return false;
    const view = viewOf(bytes);
    const volts = (view.getUint16(0) & 0x3fff) / 1000;
    const probed = view.getUint8(6) === 1 && view.getUint16(9) === 0x7fff;
    return probed && volts >= 1.8 && volts <= 4 && view.getUint16(4) <= 1000;
  },
};

/** Digital Matter Oyster, port 1: a fix and how the device does. */
const oyster: Codec = {
  model: 'Digital Matter Oyster',
  names: /\boyster/i,
  decode(bytes, fPort) {
    if (fPort !== 1 || bytes.length !== 11) return undefined;
    const view = viewOf(bytes);
    const flags = view.getUint8(8);
    return {
      type: 'position',
      latitudeDeg: view.getInt32(0, true) / 1e7,
      longitudeDeg: view.getInt32(4, true) / 1e7,
      inTrip: (flags & 1) !== 0,
      fixFailed: (flags & 2) !== 0,
      headingDeg: (flags >> 2) * 5.625,
      speedKmph: view.getUint8(9),
      batV: (view.getUint8(10) * 25) / 1000,
    };
  },
};

interface LppType {
  readonly size: number;
  read(view: DataView, at: number): JsonFields[string];
  readonly name: string;
}

/** Cayenne Low Power Payload: channel, type, value, and so on to the end. */
const lppTypes = new Map<number, LppType>([
  [0, { name: 'digital_in', size: 1, read: (view, at) => view.getUint8(at) }],
  [1, { name: 'digital_out', size: 1, read: (view, at) => view.getUint8(at) }],
  [2, { name: 'analog_in', size: 2, read: (view, at) => view.getInt16(at) / 100 }],
  [3, { name: 'analog_out', size: 2, read: (view, at) => view.getInt16(at) / 100 }],
  [101, { name: 'luminosity', size: 2, read: (view, at) => view.getUint16(at) }],
  [102, { name: 'presence', size: 1, read: (view, at) => view.getUint8(at) }],
  [103, { name: 'temperature', size: 2, read: (view, at) => view.getInt16(at) / 10 }],
  [104, { name: 'relative_humidity', size: 1, read: (view, at) => view.getUint8(at) / 2 }],
  [113, { name: 'accelerometer', size: 6, read: (view, at) => axes(view, at, 1000) }],
  [115, { name: 'barometric_pressure', size: 2, read: (view, at) => view.getUint16(at) / 10 }],
  [134, { name: 'gyrometer', size: 6, read: (view, at) => axes(view, at, 100) }],
  [
    136,
    {
      name: 'gps',
      size: 9,
      read: (view, at) => ({
        latitude: int24(view, at) / 10_000,
        longitude: int24(view, at + 3) / 10_000,
        altitude: int24(view, at + 6) / 100,
      }),
    },
  ],
]);

const cayenne: Codec = {
  model: 'Cayenne LPP',
  names: /cayenne|\blpp\b/i,
  decode(bytes) {
    const view = viewOf(bytes);
    const fields: Record<string, JsonFields[string]> = {};
    let at = 0;
    while (at + 2 <= bytes.length) {
      const type = lppTypes.get(view.getUint8(at + 1));
      if (type === undefined || at + 2 + type.size > bytes.length) return undefined;
      fields[`${type.name}_${view.getUint8(at)}`] = type.read(view, at + 2);
      at += 2 + type.size;
    }
    return at === bytes.length && at > 0 ? fields : undefined;
  },
};

const codecs: readonly Codec[] = [lht65, oyster, cayenne];

/** Decodes a frame of a sensor that is known; undefined for all others and for bytes its sensor does not send. */
export function decodeLorawanFrame({ bytes, fPort, names }: LorawanFrame): DecodedFrame | undefined {
  const named = codecs.find((codec) => names.some((name) => name !== undefined && codec.names.test(name)));
  const codec = named ?? codecs.find((each) => each.isUnmistakable?.(bytes, fPort) === true);
  const fields = codec?.decode(bytes, fPort);
  if (codec === undefined || fields === undefined) return undefined;
  return { model: codec.model, fields, guessed: named === undefined };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function int24(view: DataView, at: number): number {
  return (view.getInt8(at) << 16) | view.getUint16(at + 1);
}

function axes(view: DataView, at: number, scale: number): JsonFields {
  return {
    x: view.getInt16(at) / scale,
    y: view.getInt16(at + 2) / scale,
    z: view.getInt16(at + 4) / scale,
  };
}
