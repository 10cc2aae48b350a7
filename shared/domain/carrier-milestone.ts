/** What a carrier's code may be said to mean; `none`: it says nothing of the parcel. */
export const carrierMilestones = [
  'created',
  'collected',
  'at-site',
  'departed',
  'in-transit',
  'customs',
  'out-for-delivery',
  'available-for-pickup',
  'attempt-failed',
  'delivered',
  'exception',
  'returning',
  'returned',
  'none',
] as const;

export type CarrierMilestone = (typeof carrierMilestones)[number];
