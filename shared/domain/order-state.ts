/** States of an order or a parcel, in the order a journey takes them. */
export const orderStates = [
  'created',
  'picked',
  'packed',
  'collected',
  'at-site',
  'in-transit',
  'customs',
  'out-for-delivery',
  'available-for-pickup',
  'attempt-failed',
  'delivered',
  'exception',
  'returning',
  'returned',
  'cancelled',
  'unknown',
] as const;

export type OrderState = (typeof orderStates)[number];

/** Milestones of a journey as people speak of them. */
export const milestoneKinds = [
  'created',
  'picked',
  'packed',
  'collected',
  'at-site',
  'departed',
  'customs',
  'out-for-delivery',
  'available-for-pickup',
  'attempt-failed',
  'delivered',
  'returning',
  'returned',
] as const;

export type MilestoneKind = (typeof milestoneKinds)[number];

export const milestoneStatuses = ['done', 'next', 'missed', 'skipped', 'planned'] as const;

export type MilestoneStatus = (typeof milestoneStatuses)[number];

/** CBV business step of a scan → state of what was scanned; steps not listed move nothing. */
export const stateOfStep: Readonly<Record<string, OrderState>> = {
  commissioning: 'created',
  picking: 'picked',
  packing: 'packed',
  collecting: 'collected',
  arriving: 'at-site',
  receiving: 'at-site',
  unloading: 'at-site',
  storing: 'at-site',
  stocking: 'at-site',
  staging_outbound: 'at-site',
  loading: 'in-transit',
  departing: 'in-transit',
  shipping: 'in-transit',
  transporting: 'out-for-delivery',
};

/** Outcome of a delivery → state; it rules over the step of the same scan. */
export const stateOfOutcome: Readonly<Record<string, OrderState>> = {
  delivered: 'delivered',
  'attempt-failed': 'attempt-failed',
  'available-for-pickup': 'available-for-pickup',
  refused: 'returning',
  returned: 'returned',
  exception: 'exception',
  returning: 'returning',
};

/** How far along a state is: an order is as far as its least advanced parcel. */
export const progressOf: Readonly<Record<OrderState, number>> = {
  unknown: 0,
  created: 1,
  picked: 2,
  packed: 3,
  collected: 4,
  exception: 5,
  'at-site': 6,
  'in-transit': 7,
  customs: 7,
  'out-for-delivery': 8,
  'attempt-failed': 9,
  'available-for-pickup': 10,
  returning: 11,
  delivered: 12,
  returned: 13,
  cancelled: 14,
};

const finalStates: ReadonlySet<OrderState> = new Set(['delivered', 'returned', 'cancelled']);

/** True for states nothing is expected to follow. */
export function isFinal(state: OrderState): boolean {
  return finalStates.has(state);
}
