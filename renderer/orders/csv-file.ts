/** A file's text and whether it had to be read in another way than UTF-8. */
export interface CsvText {
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Reads a CSV file as spreadsheets write it: UTF-8 or UTF-16 with or without a mark, else Windows-1252. */
export function decodeCsv(bytes: Uint8Array): CsvText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), isUtf8: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), isUtf8: true };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isUtf8: true };
  } catch {
    // Not UTF-8: the one other way that spreadsheets in use still write, which takes any byte.
    return { text: new TextDecoder('windows-1252').decode(bytes), isUtf8: false };
  }
}

/** Fields of an order that a column of a file may stand for. */
export const orderFields = [
  'orderNumber',
  'channel',
  'placedTime',
  'customer.name',
  'customer.email',
  'customer.phone',
  'shipTo.name',
  'customer.firstName',
  'customer.lastName',
  'shipTo.firstName',
  'shipTo.lastName',
  'shipTo.street',
  'shipTo.street2',
  'shipTo.city',
  'shipTo.region',
  'shipTo.postalCode',
  'shipTo.country',
  'shipTo.lat',
  'shipTo.lon',
  'serviceLevel',
  'promised.from',
  'promised.until',
  'parcels.parcelId',
  'parcels.carrier',
  'parcels.trackingNumber',
  'parcels.quantity',
  'items.sku',
  'items.gtin',
  'items.name',
  'items.quantity',
] as const;

export type OrderField = (typeof orderFields)[number];

/** What shops and spreadsheets call the fields, in letters and digits only. */
const otherNames: Readonly<Record<string, OrderField>> = {
  order: 'orderNumber',
  ordernumber: 'orderNumber',
  orderno: 'orderNumber',
  orderid: 'orderNumber',
  bestellnummer: 'orderNumber',
  numerodecommande: 'orderNumber',
  numerocommande: 'orderNumber',
  commande: 'orderNumber',
  auftragsnummer: 'orderNumber',
  reference: 'orderNumber',
  ref: 'orderNumber',
  date: 'placedTime',
  datedecommande: 'placedTime',
  bestelldatum: 'placedTime',
  createdat: 'placedTime',
  orderdate: 'placedTime',
  placedtime: 'placedTime',
  customer: 'customer.name',
  customername: 'customer.name',
  billingname: 'customer.name',
  client: 'customer.name',
  nom: 'customer.name',
  name: 'customer.name',
  kunde: 'customer.name',
  firstname: 'customer.firstName',
  prenom: 'customer.firstName',
  vorname: 'customer.firstName',
  lastname: 'customer.lastName',
  nachname: 'customer.lastName',
  email: 'customer.email',
  emailaddress: 'customer.email',
  mail: 'customer.email',
  courriel: 'customer.email',
  billingemail: 'customer.email',
  phone: 'customer.phone',
  telephone: 'customer.phone',
  telefon: 'customer.phone',
  tel: 'customer.phone',
  mobile: 'customer.phone',
  billingphone: 'customer.phone',
  shippingname: 'shipTo.name',
  recipient: 'shipTo.name',
  street: 'shipTo.street',
  address: 'shipTo.street',
  shippingstreet: 'shipTo.street',
  shippingaddress1: 'shipTo.street',
  adresse: 'shipTo.street',
  rue: 'shipTo.street',
  strasse: 'shipTo.street',
  city: 'shipTo.city',
  town: 'shipTo.city',
  ville: 'shipTo.city',
  ort: 'shipTo.city',
  stadt: 'shipTo.city',
  shippingcity: 'shipTo.city',
  zip: 'shipTo.postalCode',
  zipcode: 'shipTo.postalCode',
  codepostal: 'shipTo.postalCode',
  plz: 'shipTo.postalCode',
  postcode: 'shipTo.postalCode',
  postalcode: 'shipTo.postalCode',
  shippingzip: 'shipTo.postalCode',
  shippingpostcode: 'shipTo.postalCode',
  country: 'shipTo.country',
  pays: 'shipTo.country',
  land: 'shipTo.country',
  shippingcountry: 'shipTo.country',
  shippingprovince: 'shipTo.region',
  parcel: 'parcels.parcelId',
  parcelid: 'parcels.parcelId',
  carrier: 'parcels.carrier',
  tracking: 'parcels.trackingNumber',
  trackingnumber: 'parcels.trackingNumber',
  trackingno: 'parcels.trackingNumber',
  numerodesuivi: 'parcels.trackingNumber',
  sendungsnummer: 'parcels.trackingNumber',
  colis: 'parcels.parcelId',
  paket: 'parcels.parcelId',
  transporteur: 'parcels.carrier',
  sku: 'items.sku',
  lineitemsku: 'items.sku',
  lineitemname: 'items.name',
  product: 'items.name',
  itemname: 'items.name',
  quantity: 'items.quantity',
  lineitemquantity: 'items.quantity',
  promiseduntil: 'promised.until',
  deliverby: 'promised.until',
};

/** What the cells of a column look like, where its name says nothing. */
const looks: readonly (readonly [OrderField, RegExp])[] = [
  ['customer.email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['parcels.trackingNumber', /^(?:1Z[0-9A-Z]{16}|[A-Z]{2}\d{9}[A-Z]{2}|\d{18}|\d{20,22}|TRK\w{5,})$/i],
  ['customer.phone', /^'?\+\d[\d ().-]{7,18}$/],
  ['placedTime', /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/],
  ['orderNumber', /^(?:#\d{3,}|[A-Z]{1,5}[-_ ]?\d{3,})$/i],
];

/** The field that all its cells look like; a column without cells says nothing. */
function looksLike(cells: readonly string[], taken: ReadonlySet<OrderField>): OrderField | undefined {
  const known = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (known.length === 0) return undefined;
  return looks.find(([field, shape]) => !taken.has(field) && known.every((cell) => shape.test(cell)))?.[0];
}

/**
 * A first proposal of what each column stands for, by its name, else by what its cells look like; to be looked at by a
 * person; each field once.
 */
export function proposeMapping(
  header: readonly string[],
  sample: readonly (readonly string[])[] = [],
): Record<string, OrderField> {
  const taken = new Set<OrderField>();
  const mapping: Record<string, OrderField> = {};
  for (const name of header) {
    const field = orderFields.find((each) => each === name) ?? otherNames[plain(name)];
    if (field === undefined || taken.has(field)) continue;
    taken.add(field);
    mapping[name] = field;
  }
  for (const [index, name] of header.entries()) {
    if (mapping[name] !== undefined) continue;
    const field = looksLike(
      sample.map((cells) => cells[index] ?? ''),
      taken,
    );
    if (field === undefined) continue;
    taken.add(field);
    mapping[name] = field;
  }
  return mapping;
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** Records of a CSV text with any of the usual separators. */
export function* csvRecords(text: string): Generator<string[]> {
  const cell = /(?:"((?:[^"]|"")*)"|([^,;\t\r\n"]*))([,;\t]|\r?\n|\r|$)/gy;
  let record: string[] = [];
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    const [whole, quoted, plain = '', end = ''] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (/[,;\t]/.test(end)) continue;
    if (record.length > 1 || record[0] !== '') yield record;
    record = [];
    if (whole === '' || end === '') return;
  }
}

/** A file's columns with its first lines. */
export interface CsvHead {
  readonly header: readonly string[];
  readonly sample: readonly (readonly string[])[];
}

const sampleLines = 20;

export function csvHead(text: string): CsvHead {
  const [header = [], ...sample] = csvRecords(text.replace(/^\ufeff/, '')).take(sampleLines + 1);
  return { header, sample };
}

function quoted(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A CSV text of these records. */
export function csvText(records: readonly (readonly string[])[]): string {
  return records.map((cells) => cells.map(quoted).join(',')).join('\r\n');
}

export interface RejectionReason {
  /** As the first of its lines has it. */
  readonly reason: string;
  readonly lines: number;
  /** Other lines have the same reason with other values. */
  readonly hasOthers: boolean;
}

/**
 * Why lines were rejected, the commonest reason first; of the engine's own file, whose first column is the reason. What
 * differs only in the values that it repeats is one reason.
 */
export function rejectionReasons(rejectedCsv: string): RejectionReason[] {
  const reasons = new Map<string, RejectionReason>();
  let isHeader = true;
  for (const [reason = ''] of csvRecords(rejectedCsv)) {
    if (!isHeader) {
      const kind = reason.replaceAll(/'[^']*'|\d+/g, '…');
      const known = reasons.get(kind) ?? { reason, lines: 0, hasOthers: false };
      const hasOthers = known.hasOthers || known.reason !== reason;
      reasons.set(kind, { reason: known.reason, lines: known.lines + 1, hasOthers });
    }
    isHeader = false;
  }
  return [...reasons.values()].sort((a, b) => b.lines - a.lines);
}
