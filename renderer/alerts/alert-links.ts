import type { AlertRow } from '#shared/contract/types.ts';

import { hrefOf } from '#renderer/data/location-state.ts';

/** One alert on the Alerts screen; what is listed beside it is the whole of its view. */
export function alertHref({
  alertId,
  state,
  withdrawn,
}: Pick<AlertRow, 'alertId'> & Partial<AlertRow>): string {
  return hrefOf('/alerts', { view: viewParam(state, withdrawn), alert: alertId });
}

function viewParam(state: AlertRow['state'] | undefined, withdrawn: boolean | undefined): string | undefined {
  if (withdrawn === true) return 'withdrawn';
  if (state === 'normal') return 'closed';
  return state === 'shelved' || state === 'suppressed' || state === 'out-of-service' ? 'aside' : undefined;
}

/** The alerts about one thing: `vehicle:TRUCK-7`, a device's id, an order. */
export function alertsHref(about: { readonly subject?: string; readonly order?: string }): string {
  return hrefOf('/alerts', { subject: about.subject, order: about.order });
}

/** Where the subject of an alert can be looked at; undefined where there is no such place. */
export function subjectHref({
  subject,
  deviceId,
}: Pick<AlertRow, 'subject' | 'deviceId'>): string | undefined {
  const { type, id } = subject;
  switch (type) {
    case 'order':
      return hrefOf('/orders', { order: id });
    case 'parcel':
    case 'pallet':
      return hrefOf('/orders', { q: id });
    case 'vehicle':
      return hrefOf('/fleet', { vehicle: id });
    case 'device':
      return hrefOf('/devices', { device: id });
    case 'channel':
      return hrefOf('/sensors', { sensor: id === '' ? deviceId : id });
    case 'site':
      return hrefOf('/settings', { section: 'sites', site: id });
    case 'system':
      return undefined;
  }
}
