/** What a name in a decoded LoRaWAN payload means. */
export type Meaning =
  | {
      readonly kind: 'value';
      readonly type: string;
      /** The unit of a value of this size; undefined where the name does not settle it. */
      readonly uom: (value: number) => string | undefined;
      /** False for one of several sensors: such values get their name as the channel. */
      readonly main: boolean;
    }
  | { readonly kind: 'door' }
  | { readonly kind: 'place'; readonly field: PlaceField; readonly factor: number };

export type PlaceField = 'lat' | 'lon' | 'altitudeM' | 'headingDeg' | 'speedMps';

interface Rule {
  readonly type: string;
  /** One of these, each a word or words in a row. */
  readonly words: readonly string[];
  /** Words beside which the name means something else. */
  readonly unless?: readonly string[];
  readonly uom: (value: number, tokens: ReadonlySet<string>) => string | undefined;
}

/** In order: the first rule one of whose words is in the name counts. */
const rules: readonly Rule[] = [
  {
    type: 'SupplyVoltage',
    words: ['supply voltage', 'external voltage'],
    uom: (value, tokens) => (tokens.has('mv') || value > 1000 ? '2Z' : 'VLT'),
  },
  { type: 'DewPoint', words: ['dew point', 'dewpoint'], uom: () => 'CEL' },
  {
    type: 'Voltage',
    words: words(
      'battery voltage, batt voltage, bat voltage, battery volt, batt volt, bat volt, battery v, batt v, bat v, batv, vbat, v bat, battery mv, batt mv, bat mv',
    ),
    uom: (value, tokens) => (tokens.has('mv') || value > 1000 ? '2Z' : 'VLT'),
  },
  {
    type: 'BatteryLevel',
    words: words(
      'battery level, battery percent, battery percentage, battery pct, battery soc, batt percent, bat percent',
    ),
    uom: () => 'P1',
  },
  {
    // Most decoders mean per cent by a bare "battery", some volts: a fraction is not taken for per cent.
    type: 'BatteryLevel',
    words: ['battery', 'batt', 'bat'],
    uom: (value) => (Number.isInteger(value) ? 'P1' : undefined),
  },
  { type: 'RelativeHumidity', words: ['humidity', 'hum', 'rh'], unless: ['soil', 'water'], uom: () => 'P1' },
  {
    type: 'Temperature',
    words: ['temperature', 'temp', 'tem'],
    uom: (_value, tokens) => (tokens.has('f') || tokens.has('fahrenheit') ? 'FAH' : 'CEL'),
  },
  {
    type: 'Pressure',
    words: ['barometer', 'barometric', 'baro', 'pressure'],
    unless: ['soil', 'water'],
    uom: atmosphericUnit,
  },
  {
    type: 'Illuminance',
    words: ['illuminance', 'luminosity', 'illumination', 'light', 'lux'],
    uom: (_value, tokens) => (tokens.has('lux') ? 'LUX' : undefined),
  },
];

function words(list: string): string[] {
  return list.split(', ');
}

/** Air pressure on Earth is 300 to 1100 hPa, so its size tells hPa from Pa; anything else is left open. */
function atmosphericUnit(value: number): string | undefined {
  if (value >= 300 && value <= 1200) return 'A97';
  return value >= 30_000 && value <= 120_000 ? 'PAL' : undefined;
}

/** Words that may stand beside a quantity and still speak of the one sensor of a device. */
const plain: ReadonlySet<string> = new Set(
  words(
    'c, f, v, mv, celsius, fahrenheit, degc, deg, hpa, pa, pct, percent, relative, sensor, air, ambient, value, pressure, level, lux, intensity',
  ),
);

/** Words that name one sensor among several. */
const which: ReadonlySet<string> = new Set(
  words(
    'internal, external, int, ext, in, out, probe, ds, ds18b20, ds18x20, sht, sht20, sht30, sht31, sht40, bme280, bmp280, soil, water, board, chip, device',
  ),
);

const places = new Map<string, Extract<Meaning, { readonly kind: 'place' }>>([
  ...spelt('latitude, lat, latitude deg, gps latitude, gps lat', 'lat'),
  ...spelt('longitude, lon, lng, long, longitude deg, gps longitude, gps lon', 'lon'),
  ...spelt('altitude, alt, gps altitude', 'altitudeM'),
  ...spelt('heading, heading deg, course', 'headingDeg'),
  ...spelt('speed kmph, speed kmh, speed km h', 'speedMps', 1 / 3.6),
  ...spelt('speed mps, speed ms', 'speedMps'),
]);

const doors: ReadonlySet<string> = new Set(words('door open, door open status, dooropen'));

function spelt(names: string, field: PlaceField, factor = 1) {
  return words(names).map((name) => [name, { kind: 'place', field, factor }] as const);
}

/** The meaning of a name, or undefined for one that is not clear: such a value keeps its name. */
export function meaningOf(key: string): Meaning | undefined {
  const tokens = tokensOf(key.slice(0, 64));
  const name = tokens.filter((token) => !isNumber(token)).join(' ');
  if (doors.has(name)) return { kind: 'door' };
  const place = places.get(name);
  if (place !== undefined) return place;
  for (const rule of rules) {
    const word = rule.words.find((candidate) => ` ${name} `.includes(` ${candidate} `));
    if (word !== undefined) return valueMeaning(rule, tokens, word);
  }
  return undefined;
}

function valueMeaning(rule: Rule, tokens: readonly string[], word: string): Meaning | undefined {
  const own = new Set(word.split(' '));
  const all = new Set(tokens);
  const beside = tokens.filter((token) => !own.has(token));
  if (!beside.every((token) => plain.has(token) || which.has(token) || isNumber(token))) return undefined;
  if (rule.unless?.some((other) => all.has(other)) === true) return undefined;
  return {
    kind: 'value',
    type: rule.type,
    uom: (value) => rule.uom(value, all),
    main: beside.every((token) => plain.has(token)),
  };
}

function isNumber(token: string): boolean {
  return /^\d{1,3}$/.test(token);
}

/** `TempC_SHT` → temp, c, sht; `temperature_0` → temperature, 0; `batteryVoltage` → battery, voltage. */
function tokensOf(key: string): string[] {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/^([A-Za-z]{4,})(\d{1,3})$/, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((token) => token !== '');
}
