import type { AlertRig } from './alert-rig.ts';
import { eachWithRig } from './each-with-rig.ts';

/** Before each test a rig that knows the sites W, H and X and the trucks TRK-1 and TRK-2; gone after it. */
export function eachWithSites(take: (rig: AlertRig) => void): void {
  eachWithRig((rig) => {
    const sites = { W: [45, 5], H: [46, 5], X: [48, 2] } as const;
    for (const [siteId, [lat, lon]] of Object.entries(sites))
      rig.store.places.putSite({ siteId, name: siteId, kind: 'warehouse', lat, lon, radiusM: 300 });
    for (const vehicleId of ['TRK-1', 'TRK-2']) rig.store.places.putVehicle({ vehicleId });
    rig.tracking.world.refresh();
    take(rig);
  });
}
