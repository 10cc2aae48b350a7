import type { RequestName } from '#shared/contract/index.ts';

/**
 * One call of the HTTP API: a thin map onto a request of the contract. Its parameters are put together from the
 * path's `{names}`, and for GET the query, for the other methods the fields of the body; a name that stands in
 * the path may be left out of the body and must agree where it is not.
 */
export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly request: RequestName;
  /** Where the whole body is one parameter (an array, say): its name. */
  readonly bodyAs?: string;
  readonly summary: string;
}

export const apiPrefix = '/api/v1';

export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/stats',
    request: 'stats.get',
    summary: 'How every message received was settled, the broker links, what is stored',
  },
  {
    method: 'GET',
    path: '/engine',
    request: 'engine.info',
    summary: 'Version, data folder, formats understood',
  },

  {
    method: 'GET',
    path: '/devices',
    request: 'devices.list',
    summary: 'Devices: what they are for and what was heard of them',
  },
  { method: 'PUT', path: '/devices/{deviceId}', request: 'devices.put', summary: 'Describe a device' },
  {
    method: 'GET',
    path: '/devices/{deviceId}/observations',
    request: 'observations.list',
    summary: 'What was understood from a device, newest first',
  },
  {
    method: 'GET',
    path: '/observations',
    request: 'observations.list',
    summary: 'What was understood, newest first',
  },
  {
    method: 'GET',
    path: '/readings',
    request: 'readings.series',
    summary: 'A measured series in buckets that keep the extremes',
  },
  { method: 'GET', path: '/scans', request: 'scans.list', summary: 'Scan events, newest first' },

  {
    method: 'GET',
    path: '/vehicles',
    request: 'vehicles.list',
    summary: 'Vehicles with their last good position and its age',
  },
  { method: 'PUT', path: '/vehicles/{vehicleId}', request: 'vehicles.put', summary: 'Describe a vehicle' },
  {
    method: 'GET',
    path: '/vehicles/{vehicleId}/track',
    request: 'vehicles.track',
    summary: 'Where a vehicle was, as a GeoJSON Feature',
  },

  { method: 'GET', path: '/sites', request: 'sites.list', summary: 'Sites' },
  { method: 'PUT', path: '/sites/{siteId}', request: 'sites.put', summary: 'Describe a site' },

  {
    method: 'GET',
    path: '/quarantine',
    request: 'quarantine.list',
    summary: 'Messages that could not be used, with the reason',
  },
  {
    method: 'POST',
    path: '/quarantine/{quarantineId}/retry',
    request: 'quarantine.retry',
    summary: 'Try a quarantined message again',
  },

  { method: 'GET', path: '/tokens', request: 'tokens.list', summary: 'Tokens made, without their secrets' },
  {
    method: 'POST',
    path: '/tokens',
    request: 'tokens.create',
    summary: 'Make a token; its secret is shown this once',
  },
  { method: 'DELETE', path: '/tokens/{tokenId}', request: 'tokens.revoke', summary: 'Revoke a token' },
];
