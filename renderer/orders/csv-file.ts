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
  'shipTo.street',
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
  createdat: 'placedTime',
  orderdate: 'placedTime',
  placedtime: 'placedTime',
  customer: 'customer.name',
  customername: 'customer.name',
  billingname: 'customer.name',
  email: 'customer.email',
  billingemail: 'customer.email',
  phone: 'customer.phone',
  billingphone: 'customer.phone',
  shippingname: 'shipTo.name',
  recipient: 'shipTo.name',
  street: 'shipTo.street',
  address: 'shipTo.street',
  shippingstreet: 'shipTo.street',
  shippingaddress1: 'shipTo.street',
  city: 'shipTo.city',
  shippingcity: 'shipTo.city',
  zip: 'shipTo.postalCode',
  postcode: 'shipTo.postalCode',
  postalcode: 'shipTo.postalCode',
  shippingzip: 'shipTo.postalCode',
  shippingpostcode: 'shipTo.postalCode',
  country: 'shipTo.country',
  shippingcountry: 'shipTo.country',
  shippingprovince: 'shipTo.region',
  parcel: 'parcels.parcelId',
  parcelid: 'parcels.parcelId',
  carrier: 'parcels.carrier',
  tracking: 'parcels.trackingNumber',
  trackingnumber: 'parcels.trackingNumber',
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

/** A first proposal of what each column stands for, to be looked at by a person; each field once. */
export function proposeMapping(header: readonly string[]): Record<string, OrderField> {
  const taken = new Set<OrderField>();
  const mapping: Record<string, OrderField> = {};
  for (const name of header) {
    const field = orderFields.find((each) => each === name) ?? otherNames[plain(name)];
    if (field === undefined || taken.has(field)) continue;
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

/** Names of the columns of a file. */
export function csvHeader(text: string): string[] {
  const [header = []] = csvRecords(text.replace(/^\ufeff/, ''));
  return header;
}

export interface RejectionReason {
  readonly reason: string;
  readonly lines: number;
}

/** Why lines were rejected, the commonest reason first; of the engine's own file, whose first column is the reason. */
export function rejectionReasons(rejectedCsv: string): RejectionReason[] {
  const counts = new Map<string, number>();
  let isHeader = true;
  for (const [reason = ''] of csvRecords(rejectedCsv)) {
    if (!isHeader) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    isHeader = false;
  }
  return [...counts].map(([reason, lines]) => ({ reason, lines })).sort((a, b) => b.lines - a.lines);
}
