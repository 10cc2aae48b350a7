import { observations } from './0010-observations.ts';
import { carrierMeanings } from './0192-carrier-meanings.ts';
import { endedOrders } from './0191-ended-orders.ts';
import { orderImports } from './0190-order-imports.ts';
import { orders } from './0020-orders.ts';
import { alerts } from './0030-alerts.ts';
import { answered } from './0035-answered.ts';
import { mappings } from './0040-mappings.ts';
import { compactReadings } from './0050-compact-readings.ts';
import { rollups } from './0051-rollups.ts';
import { retention } from './0052-retention.ts';
import { nodeBirths } from './0060-node-births.ts';
import { factDoubts } from './0061-fact-doubts.ts';
import { accounting } from './0062-accounting.ts';
import { holdsAndCorrections } from './0070-holds-and-corrections.ts';
import { stays } from './0071-stays.ts';
import { laneTrips } from './0072-lane-trips.ts';
import { orderWordsIndex } from './0080-order-words.ts';
import { calibrationsAndLoggers } from './0090-calibrations-and-loggers.ts';
import { predictions } from './0100-predictions.ts';
import { cases } from './0120-cases.ts';
import { returns } from './0121-returns.ts';
import { trackingLinks } from './0122-tracking-links.ts';
import { rateLimit } from './0130-rate-limit.ts';
import { quarantineByTopic } from './0131-quarantine-by-topic.ts';
import { webhooks } from './0140-webhooks.ts';
import { carrierEvents } from './0141-carrier-events.ts';
import { notices } from './0150-notices.ts';
import { cargo } from './0151-cargo.ts';
import { clockOffsets } from './0160-clock-offsets.ts';
import { ignores } from './0170-ignores.ts';
import { expectedDevices } from './0201-expected-devices.ts';
import { readingFaults } from './0200-reading-faults.ts';
import { predictionDrivers } from './0171-prediction-drivers.ts';
import { pastJourneys } from './0210-past-journeys.ts';
import { ordersWithoutHash } from './0240-orders-without-hash.ts';
import { importSlices } from './0241-import-slices.ts';
import { orderVocabulary } from './0250-order-vocabulary.ts';
import { staysByEnd } from './0255-stays-by-end.ts';
import { pastJourneysBefore } from './0256-past-journeys-before.ts';
import { pauses } from './0260-pauses.ts';
import { deferredMessages } from './0265-deferred-messages.ts';
import { orderLessons } from './0280-order-lessons.ts';
import { deferredPacks } from './0300-deferred-packs.ts';
import { orderOutlooks } from './0310-order-outlooks.ts';
import type { Migration } from './migration.ts';

/** In order of version. */
export const migrations: readonly Migration[] = [
  observations,
  orders,
  alerts,
  answered,
  mappings,
  compactReadings,
  rollups,
  retention,
  nodeBirths,
  factDoubts,
  accounting,
  holdsAndCorrections,
  stays,
  laneTrips,
  orderWordsIndex,
  calibrationsAndLoggers,
  predictions,
  cases,
  returns,
  trackingLinks,
  rateLimit,
  quarantineByTopic,
  webhooks,
  carrierEvents,
  notices,
  cargo,
  clockOffsets,
  ignores,
  predictionDrivers,
  orderImports,
  endedOrders,
  carrierMeanings,
  readingFaults,
  expectedDevices,
  pastJourneys,
  ordersWithoutHash,
  importSlices,
  orderVocabulary,
  staysByEnd,
  pastJourneysBefore,
  pauses,
  deferredMessages,
  orderLessons,
  deferredPacks,
  orderOutlooks,
];
