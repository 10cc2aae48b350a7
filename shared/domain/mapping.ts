/** How a message of a format without an adapter becomes facts: data, made by a user, attached to a source. */
export interface Mapping {
  /** Topic with named parts, such as `plant/{site}/{device}/data`; `#` may stand for the rest. */
  readonly topic?: string | undefined;
  readonly payload: PayloadKind;
  readonly csv?: CsvShape | undefined;
  /** Gives the records of a message; without it the whole payload is one record. */
  readonly records?: string | undefined;
  /** Expressions over one record. */
  readonly device?: string | undefined;
  readonly site?: string | undefined;
  readonly time?: string | undefined;
  readonly timeIs: TimeKind;
  /** IANA zone of local times; without it the device's, the site's or the host's. */
  readonly timeZone?: string | undefined;
  readonly boot?: string | undefined;
  readonly seq?: string | undefined;
  readonly facts: readonly MappedFact[];
}

export const payloadKinds = ['json', 'cbor', 'csv', 'text'] as const;
export type PayloadKind = (typeof payloadKinds)[number];

export const timeKinds = ['auto', 'seconds', 'milliseconds'] as const;
export type TimeKind = (typeof timeKinds)[number];

export const speedUnits = ['mps', 'kmh', 'knots', 'mph'] as const;
export type SpeedUnit = (typeof speedUnits)[number];

export interface CsvShape {
  readonly delimiter: string;
  /** Names of the columns; without them the first line names them. */
  readonly columns?: readonly string[] | undefined;
}

/** One kind of fact a record gives. All fields are expressions but `type`, `uom` and `speedUnit`. */
export type MappedFact = MappedReading | MappedPosition | MappedScan | MappedStatus;

interface Conditional {
  /** The fact is there only when this is true. */
  readonly when?: string | undefined;
}

export interface MappedReading extends Conditional {
  readonly kind: 'reading';
  readonly type: string;
  readonly value: string;
  /** Rec 20 code; brought to the canonical unit of the type. */
  readonly uom?: string | undefined;
  readonly channel?: string | undefined;
}

export interface MappedPosition extends Conditional {
  readonly kind: 'position';
  readonly lat: string;
  readonly lon: string;
  readonly speed?: string | undefined;
  readonly speedUnit: SpeedUnit;
  readonly headingDeg?: string | undefined;
  readonly accuracyM?: string | undefined;
  readonly altitudeM?: string | undefined;
}

export interface MappedScan extends Conditional {
  readonly kind: 'scan';
  readonly codes: string;
  readonly bizStep?: string | undefined;
  readonly readPoint?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly parent?: string | undefined;
  readonly outcome?: string | undefined;
  readonly quantity?: string | undefined;
  readonly operator?: string | undefined;
  readonly lat?: string | undefined;
  readonly lon?: string | undefined;
}

export interface MappedStatus extends Conditional {
  readonly kind: 'status';
  readonly online?: string | undefined;
  readonly batteryPct?: string | undefined;
  readonly rssiDbm?: string | undefined;
  readonly firmware?: string | undefined;
}

/** The format of devices that are understood by a mapping. */
export const mappingFormat = 'mapping';

/** Records one message may hold. */
export const maxRecords = 500;

const part = /^\{([A-Za-z][A-Za-z0-9_]{0,31})\}$/;

/** Says what is wrong with a topic pattern, or undefined when nothing is. */
export function topicPatternProblem(pattern: string): string | undefined {
  const names = new Set<string>();
  const levels = pattern.split('/');
  for (const [index, level] of levels.entries()) {
    const name = part.exec(level)?.[1];
    if (name !== undefined) {
      if (names.has(name)) return `the name {${name}} stands twice`;
      names.add(name);
    } else if (level === '#') {
      if (index !== levels.length - 1) return "'#' may only stand at the end";
    } else if (level !== '+' && /[{}+#\0]/.test(level)) {
      return `'${level.slice(0, 40)}' is neither a word nor a {name} that fills its level`;
    }
  }
  return pattern === '' ? 'it is empty' : undefined;
}

/** The filter a pattern subscribes: every named part is any word. */
export function filterOfPattern(pattern: string): string {
  return pattern
    .split('/')
    .map((level) => (part.test(level) ? '+' : level))
    .join('/');
}

/** The named parts of a topic; undefined when the topic is not of this pattern. */
export function partsOfTopic(
  pattern: string,
  levels: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parts: Record<string, string> = {};
  const wanted = pattern.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return parts;
    const actual = levels[index];
    if (actual === undefined) return undefined;
    const name = part.exec(level)?.[1];
    if (name !== undefined) parts[name] = actual;
    else if (level !== '+' && level !== actual) return undefined;
  }
  return wanted.length === levels.length ? parts : undefined;
}

/** One expression of a mapping and where it stands. */
export interface PlacedExpression {
  /** `device`, or the number of the fact and its field: `0.value`. */
  readonly place: string;
  readonly text: string;
}

const recordFields = ['device', 'site', 'time', 'boot', 'seq'] as const;
const plainFields: ReadonlySet<string> = new Set(['kind', 'type', 'uom', 'speedUnit']);

/** Every expression that is evaluated for each record, in a fixed order. */
export function expressionsOf(mapping: Mapping): readonly PlacedExpression[] {
  const placed: PlacedExpression[] = [];
  for (const field of recordFields) {
    const text = mapping[field];
    if (text !== undefined) placed.push({ place: field, text });
  }
  for (const [index, fact] of mapping.facts.entries()) {
    for (const [field, text] of Object.entries(fact) as [string, string | undefined][]) {
      if (text !== undefined && !plainFields.has(field)) placed.push({ place: `${index}.${field}`, text });
    }
  }
  return placed;
}
