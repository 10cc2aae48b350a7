import { dayMs, hourMs, minuteMs } from '../time.ts';
import type { OrderState } from '../order-state.ts';
import type { AnswerWords, Teller } from './answer-words.ts';
import { clockOf, dayOf } from './day-of.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

function day(epochMs: number, teller: Teller): string {
  const { ahead, weekday, day: date, month, year } = dayOf(epochMs, teller);
  if (ahead === 0) return 'today';
  if (ahead === 1) return 'tomorrow';
  if (ahead === -1) return 'yesterday';
  return `on ${weekdays[weekday]} ${date} ${months[month]}${year === undefined ? '' : ` ${year}`}`;
}

function clock(epochMs: number, teller: Teller): string {
  const { hours, minutes, offset } = clockOf(epochMs, teller);
  return `${hours}:${minutes}${offset}`;
}

function bareMoment(epochMs: number, teller: Teller): string {
  return `${clock(epochMs, teller)} ${day(epochMs, teller)}`;
}

function period(from: number, to: number, teller: Teller): string {
  const [first, last] = [day(from, teller), day(to, teller)];
  if (first !== last) return `between ${bareMoment(from, teller)} and ${bareMoment(to, teller)}`;
  const [start, end] = [clock(from, teller), clock(to, teller)];
  return start === end ? `${first} at ${start}` : `${first} between ${start} and ${end}`;
}

function length(ms: number): string {
  if (ms < minuteMs) return 'less than a minute';
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)} days`;
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  return `${Math.floor(ms / hourMs)} h${minutes === 0 ? '' : ` ${String(minutes).padStart(2, '0')} min`}`;
}

function ago(epochMs: number, now: number): string {
  const age = now - epochMs;
  return age <= -minuteMs ? `${length(-age)} ahead of our clock` : `${length(Math.max(0, age))} ago`;
}

const states: AnswerWords['states'] = {
  created: 'ordered, not yet scanned',
  picked: 'picked',
  packed: 'packed',
  collected: 'collected',
  'at-site': 'at a site',
  'in-transit': 'in transit',
  customs: 'in customs',
  'out-for-delivery': 'out for delivery',
  'available-for-pickup': 'ready for pick-up',
  'attempt-failed': 'not delivered at the first attempt',
  delivered: 'delivered',
  exception: 'held up by an exception',
  returning: 'on its way back',
  returned: 'returned',
  cancelled: 'cancelled',
  unknown: 'in a state that is not known',
};

const atSite: Readonly<Partial<Record<OrderState, string>>> = {
  picked: 'Picked at',
  packed: 'Packed at',
  collected: 'Collected, at',
  customs: 'In customs at',
  'available-for-pickup': 'Ready for pick-up at',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const because = (reason: string | undefined): string => (reason === undefined ? '' : ` because ${reason}`);

export const english: AnswerWords = {
  moment: (at, teller) => `at ${bareMoment(at, teller)}`,
  bareMoment,
  period,
  ago,
  length,
  states,
  timeNotKnown: 'at a time that is not known',
  sentence: (clauses) => `${capital(clauses.join('; '))}.`,

  ordered: (when) => `Ordered ${when}`,
  nothingScanned: 'nothing of it has been scanned yet',
  delivered: (when) => `Delivered ${when}`,
  withinPromise: (until) => `, within its promise (until ${until})`,
  lateBy: (late, until) => `, ${late} late (promised until ${until})`,
  returned: (when) => `Returned ${when}`,
  cancelled: (when) => `Cancelled ${when}`,
  attemptFailed: (when) => `A delivery attempt failed ${when}`,
  exception: (when) => `An exception was reported ${when}`,
  returning: (when) => `On its way back, last step ${when}`,
  stateNotKnown: 'Its state is not known',

  aSite: 'a site',
  aVehicle: 'a vehicle',
  atSite: (state, site) => `${atSite[state] ?? 'At'} ${site}`,
  lastScanned: (when, since) => `, last scanned ${when} (${since})`,
  siteSinceNotKnown: (site) => `At ${site}, since when is not known`,
  staleAtSite: (site, when, since) =>
    `Last seen at ${site} ${when}, ${since}, so where it is now is not known`,
  onVehicle: (vehicle, since, isOut) =>
    `${isOut ? 'Out for delivery on' : 'On'} ${vehicle}${since === undefined ? '' : `, loaded ${since}`}`,
  leftOn: (site, when, vehicle) => `Left${site === undefined ? '' : ` ${site}`} ${when} on ${vehicle}`,
  heardOf: (since) => `, last heard of ${since}`,
  staleOnVehicle: (since) => `, last heard of ${since}, so where it is now is not known`,
  neverHeardOf: ', and nothing has been heard of where that is',
  handedOver: (since) => `handed over at its address (${since})`,
  nowhere: (state, since) =>
    since === undefined
      ? `${capital(states[state])}, and nothing has been heard of where it is`
      : `${capital(states[state])}, last heard of ${since}, where it is now is not known`,

  expected: (told, isFromOld) =>
    `expected ${told}${isFromOld ? ', if it goes on from where it was last seen' : ''}`,
  noEstimate: 'when it comes cannot be estimated yet',
  promisedUntil: (until) => ` (promised until ${until})`,
  nothingPromised: ' (nothing was promised)',

  behind: ({ behind, all, length: by, reason, where }) => {
    const verb = behind === 1 ? 'is' : 'are';
    const lag = by === undefined ? 'behind' : `${by} behind`;
    return `${behind} of ${all} parcels ${verb} ${lag}${because(reason)}: ${where}`;
  },
  others: (counts, count) => {
    const told = counts.map(([state, n]) => (counts.length === 1 ? states[state] : `${n} ${states[state]}`));
    return count === 1 ? `the other is ${told.join('')}` : `the others are ${told.join(', ')}`;
  },
  notDone: (step, site) =>
    step === 'arrived' ? `it did not arrive at ${site}` : `it was not ${step} at ${site}`,
  notYet: {
    created: 'it has not been scanned yet',
    picked: 'it has not been packed yet',
    packed: 'it has not been loaded yet',
    collected: 'it has not arrived at a site yet',
    'attempt-failed': 'its delivery has failed once',
  },

  held: {
    quality: 'it is on hold for a quality check',
    address: 'it is on hold until its address is checked',
    customs: 'it is on hold for customs',
    other: 'it is on hold',
  },
  late: (until, reason) => `it is late${because(reason)} (its promise ended ${until})`,
  atRisk: (until, reason) => `it may miss its promise (until ${until})${because(reason)}`,
  promiseUnknown: (until) => `its promise ended ${until}, and whether it was kept is not known`,
  reasons: {
    'departure-missed': 'a planned departure was missed',
    'vehicle-stopped': 'its vehicle has stopped on the way',
    'dwell-exceeded': 'it has lain at a site for longer than usual',
    'route-deviation': 'its vehicle has left its route',
    'wrong-vehicle': 'it was put on another vehicle than planned',
    'wrong-site': 'it came to a site that it was not planned through',
    stalled: 'nothing has been heard of it for longer than usual',
  },
  goods: {
    'temperature-excursion': 'its temperature limits were broken on the way',
    freeze: 'it was colder than it may be on the way',
    'humidity-excursion': 'its humidity limits were broken on the way',
    'stability-budget': 'its time outside its temperature limits is used up or will be',
  },

  parcel: (id) => `Parcel ${id}`,
  factOnVehicle: (step, vehicle) => `${step} on ${vehicle}`,
  factAt: (step, site) => `${step} at ${site}`,
  steps: {
    commissioning: 'registered',
    picking: 'picked',
    packing: 'packed',
    collecting: 'collected',
    arriving: 'arrived',
    accepting: 'accepted',
    receiving: 'received',
    unloading: 'unloaded',
    storing: 'stored',
    stocking: 'stocked',
    staging_outbound: 'made ready for departure',
    loading: 'loaded',
    departing: 'sent off',
    shipping: 'sent off',
    transporting: 'taken out for delivery',
    holding: 'held',
    inspecting: 'inspected',
  },
  outcomes: {
    delivered: 'delivered',
    'attempt-failed': 'delivery attempt failed',
    'available-for-pickup': 'ready for pick-up',
    refused: 'refused by the recipient',
    returned: 'returned',
  },
  scanned: 'scanned',
  positionOf: (vehicle) => `position of ${vehicle}`,
  orderPosted: 'ordered',
  sourceKinds: {
    device: 'device',
    carrier: 'carrier',
    model: 'estimate',
    channel: 'channel',
    person: 'entered by',
    rule: 'rule',
  },
  title: (orderNumber, to) => `Order ${orderNumber}${to === '' ? '' : ` to ${to}`}`,
  asOf: (when, zone) => `As of ${when}; times in ${zone}.`,
};
