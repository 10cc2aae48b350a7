import { alertRoutes } from './alert-routes.ts';
import type { Route } from './route.ts';
import { dataQualityRoutes } from './data-quality-routes.ts';
import { noticeRoutes } from './notice-routes.ts';
import { planningRoutes } from './planning-routes.ts';
import { partlyRejected } from './partly-rejected.ts';

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
  {
    method: 'GET',
    path: '/readings/lanes',
    request: 'readings.lanes',
    summary: 'What happened around a sensor: door, what it was on, where that was, scans',
  },
  { method: 'GET', path: '/scans', request: 'scans.list', summary: 'Scan events, newest first' },
  {
    method: 'POST',
    path: '/scans',
    request: 'scans.submit',
    summary: 'Record a scan of a scan station, judged as one that came over MQTT',
  },

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

  {
    method: 'GET',
    path: '/identifiers',
    request: 'identifiers.read',
    summary: 'What a scanned or typed text may be, ranked with reasons, and what may have been meant',
  },
  {
    method: 'GET',
    path: '/orders',
    request: 'orders.list',
    ifQuery: { has: 'q', request: 'orders.search' },
    summary: 'Orders by what they need, or with q= by anything a caller may name',
  },
  {
    method: 'POST',
    path: '/orders',
    request: 'orders.upsert',
    bodyAs: 'orders',
    orOne: true,
    statusOf: partlyRejected,
    summary: 'Post one order or an array; each is judged alone',
  },
  {
    method: 'GET',
    path: '/order-numbers/new',
    request: 'orders.newNumber',
    summary: 'A number nobody has, in the way the newest orders or a kind of shop are numbered',
  },
  {
    method: 'GET',
    path: '/orders/{orderNumber}',
    request: 'orders.get',
    summary: 'An order as believed now, or at an instant, with its evidence',
  },
  {
    method: 'GET',
    path: '/orders/{orderNumber}/timeline',
    request: 'orders.timeline',
    summary: 'Everything that happened to an order, oldest first',
  },
  {
    method: 'GET',
    path: '/orders/{orderNumber}/answer',
    request: 'orders.answer',
    summary: 'What to tell a caller in one sentence, with the age and source of each fact',
  },
  {
    method: 'POST',
    path: '/orders/{orderNumber}/cases',
    request: 'cases.open',
    summary: 'Open a case: what a customer asked or complained about',
  },
  {
    method: 'GET',
    path: '/cases',
    request: 'cases.list',
    summary: 'Cases, those to be answered first on top',
  },
  { method: 'GET', path: '/cases/{caseId}', request: 'cases.get', summary: 'One case with its notes' },
  {
    method: 'PATCH',
    path: '/cases/{caseId}',
    request: 'cases.update',
    summary: 'Note something on a case, or change its kind, state, owner, due time or evidence',
  },
  {
    method: 'POST',
    path: '/orders/{orderNumber}/returns',
    request: 'returns.create',
    summary: 'Enter what of an order comes back; gives its number and the label to print',
  },
  { method: 'GET', path: '/returns', request: 'returns.list', summary: 'Returns, newest first' },
  {
    method: 'PATCH',
    path: '/returns/{returnNumber}',
    request: 'returns.decide',
    summary: 'Decide on a return: refund, exchange or refuse',
  },
  {
    method: 'POST',
    path: '/orders/{orderNumber}/tracking-links',
    request: 'trackingLinks.create',
    summary: 'Make a link for the customer to the page of the order; it is shown this once',
  },
  {
    method: 'POST',
    path: '/corrections',
    request: 'corrections.declare',
    summary: 'Declare a scan wrong, with what was really so; the scan itself stays',
  },
  {
    method: 'DELETE',
    path: '/corrections/{correctionId}',
    request: 'corrections.undo',
    summary: 'Take a correction back: the scan counts again as it came in',
  },
  { method: 'GET', path: '/corrections', request: 'corrections.list', summary: 'Corrections, newest first' },
  {
    method: 'POST',
    path: '/holds',
    request: 'holds.place',
    summary: 'Hold an order, a parcel, or a pallet with what is in it',
  },
  { method: 'DELETE', path: '/holds/{holdId}', request: 'holds.lift', summary: 'Lift a hold' },
  { method: 'GET', path: '/holds', request: 'holds.list', summary: 'Holds that stand, or all, newest first' },
  {
    method: 'POST',
    path: '/imports/orders',
    request: 'orders.import',
    csvAs: 'csv',
    summary: 'Import orders from CSV, one line per parcel',
  },
  {
    method: 'GET',
    path: '/imports/{jobId}',
    request: 'orders.importJob',
    summary: 'How an import is doing; its rejected rows as CSV',
  },
  { method: 'DELETE', path: '/imports/{jobId}', request: 'orders.cancelImport', summary: 'Cancel an import' },
  {
    method: 'PUT',
    path: '/associations/{associationId}',
    request: 'associations.put',
    summary: 'Say what a device was on, and when',
  },
  { method: 'GET', path: '/associations', request: 'associations.list', summary: 'What devices were on' },

  ...alertRoutes,
  ...noticeRoutes,
  {
    method: 'POST',
    path: '/temperature-profiles/preview',
    request: 'profiles.preview',
    summary: 'Which spans of what a sensor recorded these limits would have alarmed',
  },
  {
    method: 'GET',
    path: '/devices/{deviceId}/mkt',
    request: 'mkt.get',
    summary: 'Mean kinetic temperature of the last 24 hours, 30 days and the trip, or of a range',
  },
  {
    method: 'PUT',
    path: '/calibrations/{calibrationId}',
    request: 'calibrations.put',
    summary: 'Enter a calibration: offset, uncertainty, from when it applies and when it is due again',
  },
  {
    method: 'GET',
    path: '/calibrations',
    request: 'calibrations.list',
    summary: 'The calibration register',
  },
  {
    method: 'POST',
    path: '/imports/logger',
    request: 'loggers.import',
    csvAs: 'text',
    summary:
      'Take in the export of a temperature logger (text/plain or text/csv), with what it worked out itself',
  },
  {
    method: 'GET',
    path: '/imports/logger',
    request: 'loggers.list',
    summary: 'Logger files taken in, their own results beside ours',
  },
  {
    method: 'GET',
    path: '/temperature-profiles',
    request: 'profiles.list',
    summary: 'Temperature profiles, the ready-made ones included',
  },
  {
    method: 'PUT',
    path: '/temperature-profiles/{id}',
    request: 'profiles.put',
    summary: 'Describe the limits of a temperature profile',
  },

  ...planningRoutes,

  { method: 'GET', path: '/sites', request: 'sites.list', summary: 'Sites' },
  { method: 'PUT', path: '/sites/{siteId}', request: 'sites.put', summary: 'Describe a site' },

  {
    method: 'GET',
    path: '/sources',
    request: 'sources.list',
    summary: 'Topics taken in beside the documented ones',
  },
  { method: 'PUT', path: '/sources/{sourceId}', request: 'sources.put', summary: 'Take in further topics' },
  {
    method: 'DELETE',
    path: '/sources/{sourceId}',
    request: 'sources.remove',
    summary: 'Take these topics in no longer',
  },

  {
    method: 'GET',
    path: '/sources/{sourceId}/mappings',
    request: 'mappings.versions',
    summary: 'Every version of the mapping of a source, newest first',
  },
  {
    method: 'POST',
    path: '/sources/{sourceId}/mappings/{version}/restore',
    request: 'mappings.restore',
    summary: 'Save an earlier version of a mapping again, as the newest',
  },
  {
    method: 'POST',
    path: '/mappings/suggest',
    request: 'mappings.suggest',
    summary: 'A first mapping for a message, from the names of its fields',
  },
  {
    method: 'POST',
    path: '/mappings/preview',
    request: 'mappings.preview',
    summary: 'What a mapping makes of one message',
  },
  {
    method: 'POST',
    path: '/mappings/dry-run',
    request: 'mappings.dryRun',
    summary: 'What a mapping would change of the messages kept of a topic',
  },

  {
    method: 'POST',
    path: '/broker-test',
    request: 'broker.test',
    summary: 'Try an external broker once; nothing of it is kept',
  },
  {
    method: 'GET',
    path: '/quarantine',
    request: 'quarantine.list',
    summary: 'Messages that could not be used, with the reason',
  },
  {
    method: 'POST',
    path: '/quarantine/retry',
    request: 'quarantine.retryTopic',
    summary: 'Try the quarantined messages of these topics again, some at a time',
  },
  {
    method: 'POST',
    path: '/quarantine/{quarantineId}/retry',
    request: 'quarantine.retry',
    summary: 'Try a quarantined message again',
  },

  {
    method: 'GET',
    path: '/retention',
    request: 'retention.get',
    summary: 'What is kept how long, and when the disk is full',
  },
  {
    method: 'PUT',
    path: '/retention/{class}',
    request: 'retention.put',
    summary: 'How many days a class is kept; null: for ever',
  },
  { method: 'GET', path: '/legal-holds', request: 'legalHolds.list', summary: 'What is never deleted' },
  {
    method: 'POST',
    path: '/legal-holds',
    request: 'legalHolds.place',
    summary: 'Hold an order, an alert, a device or a span of time',
  },
  {
    method: 'DELETE',
    path: '/legal-holds/{holdId}',
    request: 'legalHolds.lift',
    summary: 'Lift a hold, with a reason',
  },

  ...dataQualityRoutes,

  {
    method: 'GET',
    path: '/webhooks',
    request: 'webhooks.list',
    summary: 'Senders of webhooks and what has come from each',
  },
  {
    method: 'PUT',
    path: '/webhooks/{provider}',
    request: 'webhooks.put',
    summary: 'Set the secret a sender signs its webhooks with, or take it away',
  },
  {
    method: 'GET',
    path: '/carrier-codes',
    request: 'carriers.codes',
    summary: 'Codes that carriers used and what each was taken to mean, those that mean nothing yet first',
  },
  {
    method: 'PUT',
    path: '/carrier-codes',
    request: 'carriers.mapCode',
    summary: 'Say what a code of a carrier means; what was kept with it moves its parcels now',
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
