import type { Decoded, Observation, ScanObservation } from '#shared/domain/observation.ts';
import { clockSetMs } from '#shared/domain/time.ts';

/** The vocabulary of the fixtures' `expect`; keys that are absent claim nothing. */
export interface Expectation {
  readonly device?: string;
  readonly at?: string | null;
  readonly atLocal?: string;
  readonly position?: ExpectedPosition | null;
  readonly gatewayPosition?: ExpectedPosition;
  readonly readings?: readonly ExpectedReading[];
  readonly scans?: readonly ExpectedScan[];
  readonly status?: 'online' | 'offline';
  readonly event?: string;
  readonly region?: string;
  readonly metrics?: Readonly<Record<string, number | boolean>>;
  readonly seq?: number | null;
  readonly ignore?: boolean;
  readonly reject?: string;
  readonly rejectedItems?: readonly { readonly index: number; readonly reason: string }[];
  readonly quality?: readonly string[];
}

interface ExpectedPosition {
  readonly lat: number;
  readonly lon: number;
  readonly altM?: number | null;
  readonly speedKmh?: number | null;
  readonly courseDeg?: number | null;
  readonly accuracyM?: number | null;
}

interface ExpectedReading {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly channel?: string;
}

interface ExpectedScan {
  readonly tag?: string;
  readonly code?: string;
  readonly antenna?: number;
  readonly rssiDbm?: number;
  readonly reads?: number;
  readonly at?: string;
}

/** Metrics of the fixtures in the words of the product. */
const types: Readonly<Record<string, { readonly type: string; readonly uom: string }>> = {
  temperature: { type: 'Temperature', uom: 'CEL' },
  humidity: { type: 'RelativeHumidity', uom: 'P1' },
  pressure: { type: 'Pressure', uom: 'A97' },
  illuminance: { type: 'Illuminance', uom: 'LUX' },
  battery: { type: 'BatteryLevel', uom: 'P1' },
  battery_voltage: { type: 'Voltage', uom: 'VLT' },
  supply_voltage: { type: 'SupplyVoltage', uom: 'VLT' },
  dew_point: { type: 'DewPoint', uom: 'CEL' },
};

/** Flags that only what was stored before, or the time of arrival, can give. */
const flagsOfHistory: readonly string[] = ['late', 'out-of-order', 'same-values-again'];

const atToleranceMs = 5000;
const valueTolerance = 0.01;

export interface ComparedMessage {
  readonly decoded: Decoded;
  readonly expect: Expectation;
  /** The stored form of a tag (its GS1 key, where it has one). */
  readonly codeOfTag: (tag: string) => string;
  /** True where the message came after those before it, so that flags of history must be there too. */
  readonly inStream?: boolean;
}

/** Everything in which a decoded message differs from what the fixture says it means. */
export function differences(message: ComparedMessage): string[] {
  const { decoded, expect } = message;
  if (expect.ignore === true) return differencesOfIgnored(decoded);
  if (expect.reject !== undefined) return differencesOfRejected(decoded, expect);
  return [
    ...(decoded.observations.length === 0 ? ['nothing was understood'] : []),
    ...differencesOfDevice(decoded, expect),
    ...differencesOfTime(decoded, expect),
    ...differencesOfPosition(decoded, expect),
    ...differencesOfReadings(decoded, expect),
    ...differencesOfScans(message),
    ...differencesOfStatus(decoded, expect),
    ...differencesOfParts(decoded, expect),
    ...differencesOfQuality(decoded, expect, message.inStream),
  ];
}

function differencesOfIgnored({ observations, rejected, ignored }: Decoded): string[] {
  if (observations.length === 0 && rejected.length === 0 && ignored !== undefined) return [];
  return [`should be ignored, but gave ${JSON.stringify({ observations, rejected })}`];
}

function differencesOfRejected(decoded: Decoded, expect: Expectation): string[] {
  if (decoded.observations.length > 0)
    return [`should be refused, but gave ${JSON.stringify(decoded.observations)}`];
  if (decoded.rejected.length === 0) return ['should be refused'];
  return [...differencesOfDevice(decoded, expect), ...differencesOfQuality(decoded, expect)];
}

function differencesOfDevice(decoded: Decoded, { device }: Expectation): string[] {
  if (device === undefined) return [];
  const named = [...decoded.observations, ...decoded.rejected].map((item) => item.deviceId);
  return named.includes(device) ? [] : [`device ${device} is not among ${JSON.stringify(named)}`];
}

/** A time before 2010 cannot be trusted: the pipeline uses the time of arrival instead. */
function trustedTimes(observations: readonly Observation[]): number[] {
  return observations.flatMap(({ time }) => (time === undefined || time < clockSetMs ? [] : [time]));
}

/** Local times are read in UTC here, as the test's context says. */
function differencesOfTime({ observations }: Decoded, expect: Expectation): string[] {
  const at = expect.at === undefined && expect.atLocal !== undefined ? `${expect.atLocal}Z` : expect.at;
  if (at === undefined) return [];
  const times = trustedTimes(observations);
  if (at === null)
    return times.length === 0 ? [] : [`has no time that can be trusted, but gave ${times.join(', ')}`];
  const wanted = Date.parse(at);
  return times.some((time) => Math.abs(time - wanted) <= atToleranceMs) ? [] : [`time ${at} is missing`];
}

function differencesOfPosition(
  { observations }: Decoded,
  { position, gatewayPosition }: Expectation,
): string[] {
  const positions = observations.filter((item) => item.kind === 'position');
  if (position === null) return positions.length === 0 ? [] : ['has no fix, but gave a position'];
  return [position, gatewayPosition].flatMap((wanted) => {
    if (wanted === undefined) return [];
    const found = positions.some((item) => samePlace(item, wanted));
    return found ? [] : [`position ${JSON.stringify(wanted)} is not among ${JSON.stringify(positions)}`];
  });
}

function samePlace(item: Extract<Observation, { kind: 'position' }>, wanted: ExpectedPosition): boolean {
  const speedKmh = item.speedMps === undefined ? undefined : item.speedMps * 3.6;
  return (
    Math.abs(item.lat - wanted.lat) < 1e-6 &&
    Math.abs(item.lon - wanted.lon) < 1e-6 &&
    agrees(item.altitudeM, wanted.altM) &&
    agrees(speedKmh, wanted.speedKmh) &&
    agrees(item.headingDeg, wanted.courseDeg) &&
    agrees(item.accuracyM, wanted.accuracyM)
  );
}

/** Undefined claims nothing, null claims that the value is not known. */
function agrees(value: number | undefined, wanted: number | null | undefined): boolean {
  if (wanted === undefined) return true;
  if (wanted === null) return value === undefined;
  return value !== undefined && Math.abs(value - wanted) <= valueTolerance;
}

interface FlatReading {
  readonly type: string;
  readonly value: number;
  readonly uom: string | null;
  readonly channel: string | undefined;
}

function flatReadings(observations: readonly Observation[]): FlatReading[] {
  return observations
    .filter((item) => item.kind === 'reading')
    .flatMap((item) => item.values.map((value) => ({ ...value, channel: item.channel })));
}

/** What the fixtures name completely; of other quantities they list what is of interest. */
const complete: ReadonlySet<string> = new Set(['Temperature', 'RelativeHumidity']);

/** Every expected reading must be there, and no other temperature or humidity. */
function differencesOfReadings({ observations }: Decoded, { readings, metrics = {} }: Expectation): string[] {
  const there = flatReadings(observations);
  const missing = (readings ?? []).filter((wanted) => !there.some((item) => sameReading(item, wanted)));
  const missingMetrics = Object.entries(metrics).filter(
    ([name, value]) => !there.some((item) => item.type === name && agrees(item.value, Number(value))),
  );
  const extra = there.filter(
    (item) =>
      readings !== undefined &&
      complete.has(item.type) &&
      !readings.some((wanted) => sameReading(item, wanted)),
  );
  return [
    ...missing.map((wanted) => `reading ${JSON.stringify(wanted)} is missing from ${JSON.stringify(there)}`),
    ...missingMetrics.map(
      (wanted) => `metric ${JSON.stringify(wanted)} is missing from ${JSON.stringify(there)}`,
    ),
    ...extra.map((item) => `reading ${JSON.stringify(item)} was not expected`),
  ];
}

function sameReading(item: FlatReading, wanted: ExpectedReading): boolean {
  const words = types[wanted.metric];
  if (words === undefined || item.type !== words.type) return false;
  const uom = wanted.unit.startsWith('as sent') ? null : words.uom;
  const channel = wanted.channel === undefined || wanted.channel === item.channel;
  return item.uom === uom && channel && Math.abs(item.value - wanted.value) <= valueTolerance;
}

function differencesOfScans({ decoded, expect, codeOfTag }: ComparedMessage): string[] {
  if (expect.scans === undefined) return [];
  const scans = decoded.observations.filter((item) => item.kind === 'scan');
  const missing = expect.scans.filter((wanted) => !scans.some((scan) => sameScan(scan, wanted, codeOfTag)));
  return [
    ...missing.map((wanted) => `scan ${JSON.stringify(wanted)} is not among ${JSON.stringify(scans)}`),
    ...(scans.length === expect.scans.length
      ? []
      : [`${scans.length} scans instead of ${expect.scans.length}`]),
  ];
}

function sameScan(scan: ScanObservation, wanted: ExpectedScan, codeOfTag: (tag: string) => string): boolean {
  const code = wanted.tag === undefined ? wanted.code : codeOfTag(wanted.tag);
  return (
    (code === undefined || scan.codes.includes(code)) &&
    agrees(scan.antenna, wanted.antenna) &&
    agrees(scan.rssiDbm, wanted.rssiDbm) &&
    agrees(scan.reads, wanted.reads) &&
    (wanted.at === undefined || Math.abs((scan.time ?? 0) - Date.parse(wanted.at)) <= atToleranceMs)
  );
}

function differencesOfStatus({ observations }: Decoded, expect: Expectation): string[] {
  const statuses = observations.filter((item) => item.kind === 'status');
  const says = (claim: unknown, found: boolean, text: string): string[] =>
    claim === undefined || found ? [] : [`${text} is not among ${JSON.stringify(statuses)}`];
  const online = expect.status === 'online';
  return [
    ...says(
      expect.status,
      statuses.some((item) => item.online === online),
      `status ${expect.status}`,
    ),
    ...says(
      expect.event,
      statuses.some((item) => item.event === expect.event),
      `event ${expect.event}`,
    ),
    ...says(
      expect.region,
      statuses.some((item) => item.region === expect.region),
      `region ${expect.region}`,
    ),
    ...says(
      expect.seq,
      observations.some((item) => item.seq === (expect.seq ?? undefined)),
      `sequence number ${expect.seq}`,
    ),
  ];
}

function differencesOfParts({ rejected }: Decoded, expect: Expectation): string[] {
  const wanted =
    expect.rejectedItems?.length ?? (expect.quality?.includes('out-of-range') === true ? rejected.length : 0);
  return rejected.length === wanted
    ? []
    : [`${rejected.length} parts refused instead of ${wanted}: ${JSON.stringify(rejected)}`];
}

/** Flags of the message, and those that its times imply once it is placed in time. */
function differencesOfQuality(
  { observations, rejected }: Decoded,
  { quality = [] }: Expectation,
  inStream = false,
): string[] {
  const flags = new Set<string>([...observations, ...rejected].flatMap((item) => item.quality ?? []));
  for (const { time } of observations) {
    if (time === undefined) flags.add('no-time');
    else if (time < clockSetMs) flags.add('clock-not-set');
  }
  const missing = quality.filter((flag) => !flags.has(flag) && (inStream || !flagsOfHistory.includes(flag)));
  return missing.map((flag) => `flag ${flag} is missing from ${[...flags].join(', ')}`);
}
