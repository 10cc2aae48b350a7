import type { MilestoneRow, OrderSummaryRow } from '#shared/contract/types.ts';
import type { MilestoneKind, MilestoneStatus, OrderState } from '#shared/domain/order-state.ts';
import type { Verdict } from '#shared/domain/cbv.ts';

type Lateness = OrderSummaryRow['lateness'];

/** States of orders and parcels in a word or two. */
export const orderStateText: Readonly<Record<OrderState, string>> = {
  created: 'Not yet scanned',
  picked: 'Picked',
  packed: 'Packed',
  collected: 'Collected',
  'at-site': 'At a site',
  'in-transit': 'In transit',
  customs: 'In customs',
  'out-for-delivery': 'Out for delivery',
  'available-for-pickup': 'Ready for pick-up',
  'attempt-failed': 'Attempt failed',
  delivered: 'Delivered',
  exception: 'Exception',
  returning: 'Coming back',
  returned: 'Returned',
  cancelled: 'Cancelled',
  unknown: 'Unknown',
};

export const milestoneText: Readonly<Record<MilestoneKind, string>> = {
  created: 'Ordered',
  picked: 'Picked',
  packed: 'Packed',
  collected: 'Collected',
  'at-site': 'Arrived',
  departed: 'Departed',
  customs: 'Customs',
  'out-for-delivery': 'Out for delivery',
  'available-for-pickup': 'Ready for pick-up',
  'attempt-failed': 'Attempt failed',
  delivered: 'Delivered',
  returning: 'Coming back',
  returned: 'Returned',
};

/** What a planned step is called once it is done; steps not listed go by their milestone. */
const stepText: Readonly<Record<string, string>> = {
  commissioning: 'Registered',
  picking: 'Picked',
  packing: 'Packed',
  collecting: 'Collected',
  arriving: 'Arrived',
  receiving: 'Received',
  unloading: 'Unloaded',
  storing: 'Stored',
  stocking: 'Stocked',
  staging_outbound: 'Staged',
  loading: 'Loaded',
  departing: 'Departed',
  shipping: 'Shipped',
  transporting: 'Out for delivery',
};

/** A milestone by the step that is planned for it, else by its own name. */
export function milestoneLabel({ milestone, bizStep }: Pick<MilestoneRow, 'milestone' | 'bizStep'>): string {
  return (bizStep === undefined ? undefined : stepText[bizStep]) ?? milestoneText[milestone];
}

/** A step by what it is called once it is done. */
export function stepLabel(bizStep: string): string {
  return stepText[bizStep] ?? bizStep.replaceAll('_', ' ');
}

export const milestoneStatusText: Readonly<Record<MilestoneStatus, string>> = {
  done: 'done',
  next: 'next',
  missed: 'overdue, not scanned',
  skipped: 'passed over, not scanned',
  planned: 'planned',
};

export const latenessText: Readonly<Record<Lateness, string>> = {
  'on-time': 'On time',
  'at-risk': 'At risk',
  late: 'Late',
  'delivered-late': 'Delivered late',
  unknown: 'Not known',
};

export const verdictText: Readonly<Record<Verdict, { readonly label: string; readonly tip: string }>> = {
  accepted: { label: 'Accepted', tip: 'The scan fitted the plan and what was known' },
  duplicate: { label: 'Duplicate', tip: 'The same step was scanned before' },
  'out-of-sequence': { label: 'Out of sequence', tip: 'A later step had been done already' },
  'wrong-place': { label: 'Wrong place', tip: 'The plan does not lead through this place' },
  unknown: { label: 'Unknown code', tip: 'Nobody knew the code when it was scanned' },
  held: { label: 'Held', tip: 'The parcel was on hold' },
};

/** What a look-up matched on, in words; what is not listed is shown as it is. */
export const matchedOnText: Readonly<Record<string, string>> = {
  orderNumber: 'order number',
  parcelId: 'parcel number',
  trackingNumber: 'tracking number',
  parcel: 'parcel',
  name: 'name',
  'e-mail': 'e-mail',
  phone: 'phone',
  recipient: 'recipient',
  street: 'street',
  city: 'city',
  postcode: 'postcode',
  product: 'product',
  text: 'words',
};

export const orderFilterText = {
  open: 'Open',
  late: 'Late',
  'at-risk': 'At risk',
  'due-today': 'Due in 24 h',
  delivered: 'Delivered',
  all: 'All',
} as const;

/** Words of the list of orders and of its look-up box. */
export const ordersText = {
  title: 'Orders',
  list: 'Orders',
  filters: 'Show',
  sorting: 'most urgent promise first',
  zone: (zone: string) => `Times in ${zone}`,
  lookUp: 'Order, tracking number, e-mail, phone, name, postcode…',
  clearLookUp: 'Empty the look-up box',
  results: 'Orders found',
  found: (count: string) => (count === '1' ? '1 order found' : `${count} orders found`),
  foundMore: (count: string) => `The best ${count} are shown; type on to narrow it down`,
  searching: 'Searching…',
  enterOpens: 'opens the best',
  noneFound: (typed: string) => `No order is found for “${typed}”`,
  noneFoundHint:
    'Check the number with the caller, or try another part: the postcode, the name, the last digits of the phone or of the tracking number.',
  didYouMean: 'There is no exact match. Did you mean:',
  searchFailed: 'The look-up has failed',
  listFailed: 'The list could not be loaded',
  refreshFailed: 'Could not be refreshed',
  onVehicle: (name: string) => `on ${name}`,
  atSite: (name: string) => `at ${name}`,
  inState: (state: string) => `state: ${state}`,
  removeFilter: (what: string) => `Show also others than ${what}`,
  columns: {
    order: 'Order',
    customer: 'Customer',
    city: 'To',
    state: 'State',
    where: 'Where',
    promised: 'Promised until',
    eta: 'Expected',
    lateness: 'Against the promise',
    parcels: 'Parcels',
  },
  tips: {
    where: 'Where the least advanced parcel was last seen, and how long ago',
    eta: 'The likely instant; 8 of 10 arrive within the interval below it',
    parcels: 'Number of parcels; an order is as far as its least advanced one',
  },
  noEstimate: 'no estimate',
  nothingWrong: 'Nothing speaks against it',
  noPromise: 'none',
  notKnown: 'not known',
  atAddress: 'Handed over',
  near: (distance: string, place: string) => `${distance} from ${place}`,
  emptyTitle: 'No order has been entered yet',
  emptyText: 'Import a CSV file, or post orders to the HTTP API.',
  noneInFilter: (filter: string) => `No order: ${filter.toLowerCase()}`,
  noneInFilterHint: 'Nothing fits this filter now.',
  showOpen: 'Show all open orders',
  showAll: 'Show all orders',
} as const;

export const importText = {
  open: 'Import CSV',
  title: 'Import orders from CSV',
  text: 'One line per parcel. The columns are named as in the HTTP API: orderNumber, customer.email, shipTo.postalCode, promised.until, parcels.trackingNumber… Orders that are there already are updated.',
  choose: 'Choose a file…',
  chooseOther: 'Another file…',
  file: 'CSV file of orders',
  reading: (name: string) => `Reading ${name}`,
  sending: (name: string) => `Importing ${name}`,
  rowsSoFar: (rows: string, total: string) => `${rows} of ${total} lines read`,
  ordersSoFar: (orders: string, total: string) => `${orders} of ${total} orders entered`,
  undoneSoFar: (left: string) => `${left} orders still to be taken back`,
  undoing: 'The import was stopped. Its orders are being taken back, even if this is closed.',
  goesOn: 'The file is here. Its orders go on being entered, even if this page is closed.',
  recognised: (shop: string) =>
    `Its columns are those of an export of ${shop === 'shopify' ? 'Shopify' : 'WooCommerce'}.`,
  correctHere: 'Rejected lines, to be corrected here',
  lineNumber: 'Line',
  reason: 'Why',
  cellOf: (column: string, line: string) => `${column} of line ${line}`,
  moreRejected: (count: string) =>
    `${count} more are not shown; correct those in the saved file. They are imported with these as they are.`,
  importCorrected: 'Import the corrected lines',
  tooLarge: (size: string, most: string) =>
    `The file has ${size}; at most ${most} can be imported at once. Split it into parts.`,
  empty: 'The file is empty.',
  unreadable: 'The file could not be read.',
  stopped: 'The import was stopped; nothing of it was kept unless it had just ended.',
  notUtf8: 'The file is not UTF-8; it was read as Windows-1252.',
  failed: 'The import has failed',
  cancelled: 'The import was stopped; nothing of it was kept',
  stayed: (orders: string, many: boolean) =>
    `The import was stopped; ${orders} stayed because somebody has worked on ${many ? 'them' : 'it'} since`,
  doneAll: (orders: string, rows: string) => `${orders} from ${rows}: everything was taken`,
  doneSome: (orders: string, rows: string) => `${orders} taken, ${rows} rejected`,
  doneNone: 'Nothing was taken: every line was rejected',
  orders: (count: string) => (count === '1' ? '1 order' : `${count} orders`),
  rows: (count: string) => (count === '1' ? '1 line' : `${count} lines`),
  counts: (rows: string, taken: string, rejected: string) =>
    `Lines of the file: ${rows}, taken ${taken}, rejected ${rejected}`,
  reasons: 'Why lines were rejected',
  suchAs: ', such as',
  moreReasons: (count: string) => `and ${count} more reasons`,
  download: 'Save the rejected lines',
  downloadHint: 'As they came, each with its reason in front: correct them in place and import that file.',
  seeOrders: 'See the orders',
  mapTitle: 'Which column is what?',
  mapText: 'Say which columns of the file stand for what; the others are left out.',
  mapColumn: (header: string) => `Column “${header}” is`,
  mapSkip: 'left out',
  mapNeedsParcel: 'Parcels need a number: parcels.parcelId or parcels.trackingNumber.',
  mapNeedsNumber: 'Choose the column that holds the order number.',
  importMapped: 'Import with these columns',
} as const;
