import { canonicalCode } from '#shared/domain/codes.ts';
import type { TaskSubject } from '#shared/domain/finding.ts';

import type { Store } from '../store/store.ts';

/** Whether anybody has posted, configured, scanned or heard something by this id. */
export function isKnown({ orders, places, devices, tracking }: Store, { type, id }: TaskSubject): boolean {
  const code = canonicalCode(id);
  switch (type) {
    case 'order':
      return orders.get(id) !== undefined;
    case 'parcel':
    case 'pallet':
      return orders.byCode(code).length > 0 || tracking.isScanned(code) || tracking.isContainer(code);
    case 'vehicle':
      return places.vehicle(id) !== undefined || devices.get(id) !== undefined || tracking.isContainer(code);
    case 'device':
      return devices.get(id) !== undefined;
    case 'site':
      return (
        places.site(id) !== undefined ||
        [...devices.all()].some(({ siteId, heardSiteId }) => siteId === id || heardSiteId === id)
      );
    case 'system':
      return true;
  }
}
