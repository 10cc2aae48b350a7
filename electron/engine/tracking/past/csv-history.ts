import type { OrderState } from '#shared/domain/order-state.ts';
import { parseDeviceTime } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { isReportHeader, parseCsv, type RejectedLine, reportColumns, withoutGuard } from '../csv-lines.ts';
import { cellText } from '../learner/history-table.ts';
import type { PastJourney } from '../../store/past-journeys.ts';

/** The milestones a history may name, each by the state it begins. */
const milestones = {
  placedTime: 'created',
  pickedTime: 'picked',
  packedTime: 'packed',
  collectedTime: 'collected',
  atSiteTime: 'at-site',
  inTransitTime: 'in-transit',
  customsTime: 'customs',
  outForDeliveryTime: 'out-for-delivery',
  availableForPickupTime: 'available-for-pickup',
  attemptFailedTime: 'attempt-failed',
} as const satisfies Readonly<Record<string, OrderState>>;

const texts = {
  'shipTo.country': 'country',
  'shipTo.region': 'region',
  'shipTo.city': 'city',
  originSiteId: 'origin',
  serviceLevel: 'serviceLevel',
  carrier: 'carrier',
} as const;

const fields = [
  'orderNumber',
  'deliveredTime',
  'promised.until',
  'shipTo.lat',
  'shipTo.lon',
  ...Object.keys(texts),
  ...Object.keys(milestones),
];

/** Other names for the fields, without case and anything but letters and digits. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  orderNumber: ['order', 'orderid', 'orderno'],
  placedTime: ['placed', 'placedat', 'purchased', 'purchasedat', 'created', 'createdat', 'orderdate'],
  pickedTime: ['picked', 'pickedat'],
  packedTime: ['packed', 'packedat'],
  collectedTime: ['collected', 'collectedat', 'handedover', 'handedoverat', 'handedtocarrierat', 'shippedat'],
  outForDeliveryTime: ['outfordelivery', 'outfordeliveryat'],
  deliveredTime: ['delivered', 'deliveredat', 'deliverytime'],
  'promised.until': ['promised', 'promisedat', 'promiseduntil', 'duedate', 'estimateddelivery'],
  originSiteId: ['origin', 'originsite', 'siteid', 'warehouse'],
  'shipTo.country': ['country', 'destinationcountry'],
  'shipTo.region': ['region', 'destinationregion', 'state', 'destinationstate'],
  'shipTo.city': ['city', 'destinationcity'],
  'shipTo.lat': ['lat', 'latitude', 'destinationlat', 'destinationlatitude'],
  'shipTo.lon': ['lon', 'lng', 'longitude', 'destinationlon', 'destinationlng', 'destinationlongitude'],
  serviceLevel: ['service', 'shippingmethod'],
  carrier: ['parcelscarrier', 'carriername'],
};

/** A history cut into lines, and what each of its columns stands for ('' for one that is not used). */
export interface HistoryFile {
  readonly header: readonly string[];
  readonly fields: readonly string[];
  readonly lines: readonly { readonly number: number; readonly cells: readonly string[] }[];
  readonly timeZone: string;
}

/**
 * Cuts a CSV of finished journeys into lines: columns by the names of a posted order and of its milestones, by usual
 * other names, or as `mapping` says. Fails (`invalid-request`) where the number or the delivery is in no column.
 */
export function readHistoryFile(
  text: string,
  mapping: Readonly<Record<string, string>> | undefined,
  timeZone: string,
): HistoryFile {
  const [header = [], ...body] = parseCsv(text);
  const isReport = isReportHeader(header);
  const taken = new Set<string>();
  const named = header.map((name, index) => {
    const field = isReport && index < reportColumns.length ? '' : fieldOf(mapping?.[name] ?? name);
    if (field === '' || taken.has(field)) return '';
    taken.add(field);
    return field;
  });
  for (const needed of ['orderNumber', 'deliveredTime'])
    if (!named.includes(needed))
      throw new DomainError(
        'invalid-request',
        `The history has no column ${needed}; map one of its columns to it.`,
        {
          header,
        },
      );
  const lines = body
    .map((cells, index) => ({ number: index + 2, cells: cells.map(withoutGuard) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return { header, fields: named, lines, timeZone };
}

function fieldOf(name: string): string {
  const plain = bare(name);
  const own = fields.find((field) => bare(field) === plain);
  if (own !== undefined) return own;
  return Object.entries(otherNames).find(([, names]) => names.includes(plain))?.[0] ?? '';
}

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

export interface ReadHistory {
  readonly journeys: PastJourney[];
  readonly rejected: RejectedLine[];
}

/** Reads some of its lines; one that tells of no finished journey is rejected with the reason. */
export function readJourneys(
  file: HistoryFile,
  from: number,
  until: number,
  now: number,
  into: ReadHistory,
): void {
  for (const line of file.lines.slice(from, until)) {
    const read = journeyOf(file, line.cells, now);
    if (typeof read === 'string') into.rejected.push({ ...line, reason: read });
    else into.journeys.push(read);
  }
}

/** A journey, or why a line is none. */
function journeyOf(file: HistoryFile, cells: readonly string[], now: number): PastJourney | string {
  const cell = (field: string): string | undefined => cellText(cells[file.fields.indexOf(field)]);
  const orderNumber = cell('orderNumber');
  if (orderNumber === undefined) return 'it has no order number';
  const times = new Map<string, number>();
  for (const field of [...Object.keys(milestones), 'deliveredTime', 'promised.until']) {
    const text = cell(field);
    if (text === undefined) continue;
    const parsed = parseDeviceTime(/^\d{9,14}$/.test(text) ? Number(text) : text, file.timeZone);
    if (!parsed.ok) return `${field}: '${text.slice(0, 40)}' is not a time`;
    times.set(field, parsed.time);
  }
  const delivered = times.get('deliveredTime');
  if (delivered === undefined) return 'it was not delivered: only finished journeys teach';
  if (delivered > now) return 'it is delivered in the future';
  const entries = Object.entries(milestones)
    .flatMap(([field, state]) => {
      const entered = times.get(field);
      return entered === undefined ? [] : [{ field, state, entered }];
    })
    .sort((a, b) => a.entered - b.entered);
  if (entries.length === 0) return 'it has no time before the delivery';
  const after = entries.find(({ entered }) => entered > delivered);
  if (after !== undefined) return `${after.field} is after the delivery`;
  return {
    orderNumber,
    started: entries[0]!.entered,
    delivered,
    promised: times.get('promised.until'),
    ...textsOf(cell),
    ...placeOf(cell),
    entries: entries.map(({ state, entered }) => ({ state, entered })),
  };
}

type Cell = (field: string) => string | undefined;

function textsOf(cell: Cell): Partial<PastJourney> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([field, name]) => {
      const text = cell(field);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Coordinates off the Earth, and 0,0, are what programs write without a place. */
function placeOf(cell: Cell): Pick<PastJourney, 'lat' | 'lon'> {
  const [lat, lon] = ['shipTo.lat', 'shipTo.lon'].map((field) => Number(cell(field) ?? NaN));
  const isPlace = Math.abs(lat!) <= 90 && Math.abs(lon!) <= 180 && (lat !== 0 || lon !== 0);
  return isPlace ? { lat, lon } : {};
}
