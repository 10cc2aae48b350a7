import { counters, evenings, overseas, weekends } from './rhythms.ts';
import { carrier, pallets, sparse } from './shippers.ts';
import { deliveryVans } from './vans.ts';
import type { PlainWorld } from './world.ts';

/** Operations that are run in other ways than the simulated one. */
export const plainWorlds: readonly PlainWorld[] = [
  carrier,
  pallets,
  sparse,
  weekends,
  overseas,
  counters,
  evenings,
  deliveryVans,
];
