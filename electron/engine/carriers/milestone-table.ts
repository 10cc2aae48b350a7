import type { CarrierMilestone } from '#shared/domain/carrier-milestone.ts';

/** What a carrier's milestone does here: the step or outcome of a scan; neither: it is told and moves nothing. */
export interface CarrierMeaning {
  readonly milestone: CarrierMilestone;
  readonly bizStep?: string;
  readonly outcome?: string;
}

/** Counted up with every change of the tables below; each event keeps the version it was understood by. */
export const tableVersion = 2;

const label: CarrierMeaning = { milestone: 'created', bizStep: 'commissioning' };
const collected: CarrierMeaning = { milestone: 'collected', bizStep: 'collecting' };
const arrived: CarrierMeaning = { milestone: 'at-site', bizStep: 'arriving' };
const departed: CarrierMeaning = { milestone: 'departed', bizStep: 'departing' };
const inTransit: CarrierMeaning = { milestone: 'in-transit', bizStep: 'shipping' };
const inCustoms: CarrierMeaning = { milestone: 'customs', bizStep: 'holding' };
const outForDelivery: CarrierMeaning = { milestone: 'out-for-delivery', bizStep: 'transporting' };
const available: CarrierMeaning = { milestone: 'available-for-pickup', outcome: 'available-for-pickup' };
const attemptFailed: CarrierMeaning = { milestone: 'attempt-failed', outcome: 'attempt-failed' };
const delivered: CarrierMeaning = { milestone: 'delivered', outcome: 'delivered' };
const returning: CarrierMeaning = { milestone: 'returning', outcome: 'returning' };
const returned: CarrierMeaning = { milestone: 'returned', outcome: 'returned' };
const exception: CarrierMeaning = { milestone: 'exception', outcome: 'exception' };
const silent: CarrierMeaning = { milestone: 'none' };

/** What each milestone does, for codes that people here give a meaning. */
export const meanings: Readonly<Record<CarrierMilestone, CarrierMeaning>> = {
  created: label,
  collected,
  'at-site': arrived,
  departed,
  'in-transit': inTransit,
  customs: inCustoms,
  'out-for-delivery': outForDelivery,
  'available-for-pickup': available,
  'attempt-failed': attemptFailed,
  delivered,
  exception,
  returning,
  returned,
  none: silent,
};

type Table = Readonly<Record<string, CarrierMeaning>>;

/** By the carrier's own code, where the service hands it on. */
const carrierCodes: Readonly<Record<string, Table>> = {
  fedex: {
    OC: label,
    MD: label,
    PU: collected,
    AP: collected,
    AR: arrived,
    DP: departed,
    IT: inTransit,
    CD: inCustoms,
    OD: outForDelivery,
    HL: available,
    HP: available,
    DE: attemptFailed,
    DL: delivered,
    SE: exception,
    DY: exception,
    DD: exception,
    RS: returning,
  },
  ups: {
    M: label,
    MP: label,
    PU: collected,
    OR: collected,
    AR: arrived,
    DP: departed,
    OT: outForDelivery,
    RP: available,
    RF: attemptFailed,
    D: delivered,
    X: exception,
    DY: exception,
    RS: returning,
  },
};

/** EasyPost: the detail of a status, then the status itself. */
const easyPost: Table = {
  label_created: label,
  arrived_at_facility: arrived,
  departed_facility: departed,
  arrived_at_destination: arrived,
  out_for_delivery: outForDelivery,
  available_for_pickup: available,
  delivered,
  pre_transit: label,
  in_transit: inTransit,
  return_to_sender: returning,
  failure: exception,
  cancelled: exception,
  error: exception,
};

/** AfterShip: the sub-tag, then the tag. `Expired` says that nothing was heard, which is no fact of the parcel. */
const afterShip: Table = {
  InfoReceived: label,
  InTransit: inTransit,
  InTransit_002: collected,
  InTransit_003: arrived,
  InTransit_005: inCustoms,
  InTransit_006: inCustoms,
  InTransit_007: departed,
  Exception_004: inCustoms,
  Exception_010: returning,
  Exception_011: returned,
  OutForDelivery: outForDelivery,
  AvailableForPickup: available,
  AttemptFail: attemptFailed,
  Delivered: delivered,
  Exception: exception,
};

const services: Readonly<Record<string, Table>> = { easypost: easyPost, aftership: afterShip };

/** How a carrier's event was coded. */
export interface CodedEvent {
  readonly provider: string;
  readonly carrier: string;
  /** The carrier's own code; empty where the service gives none. */
  readonly carrierCode: string;
  /** The service's codes, the most exact first. */
  readonly serviceCodes: readonly string[];
}

/** What an event means by the tables; undefined where they say nothing: it is never guessed. */
export function meaningOf({
  provider,
  carrier,
  carrierCode,
  serviceCodes,
}: CodedEvent): CarrierMeaning | undefined {
  const own = find(carrierCodes[carrier.toLowerCase()], carrierCode.toUpperCase());
  if (own !== undefined) return own;
  for (const code of serviceCodes) {
    const meaning = find(services[provider], code);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function find(table: Table | undefined, code: string): CarrierMeaning | undefined {
  return table !== undefined && Object.hasOwn(table, code) ? table[code] : undefined;
}
