import { alarmMetricsHandlers } from './handlers/alarm-metrics.ts';
import { alertHandlers } from './handlers/alerts.ts';
import { brokerTestHandlers } from './handlers/broker-test.ts';
import { calibrationHandlers } from './handlers/calibrations.ts';
import { coldChainHandlers } from './handlers/cold-chain.ts';
import { dataQualityHandlers } from './handlers/data-quality.ts';
import { deskHandlers } from './handlers/desk.ts';
import { deviceHandlers } from './handlers/devices.ts';
import type { EngineParts } from './handlers/engine-parts.ts';
import { fleetHandlers } from './handlers/fleet.ts';
import type { Handlers } from './handlers/handlers.ts';
import { handlingHandlers } from './handlers/handling.ts';
import { identifierHandlers } from './handlers/identifiers.ts';
import { loggerHandlers } from './handlers/logger-imports.ts';
import { mappingHandlers } from './handlers/mappings.ts';
import { nextStopHandlers } from './handlers/next-stops.ts';
import { noticeHandlers } from './handlers/notices.ts';
import { orderHandlers } from './handlers/orders.ts';
import { planningHandlers } from './handlers/planning.ts';
import { profileHandlers } from './handlers/profiles.ts';
import { reportHandlers } from './handlers/reports.ts';
import { retentionHandlers } from './handlers/retention.ts';
import { scanHandlers } from './handlers/scans.ts';
import { laneHandlers } from './handlers/sensor-lanes.ts';
import { sensorHandlers } from './handlers/sensors.ts';
import { siteHandlers } from './handlers/sites.ts';
import { sourceHandlers } from './handlers/sources.ts';
import { systemHandlers } from './handlers/system.ts';

/** One handler for every request of the contract. */
export function createHandlers(parts: EngineParts): Handlers {
  return {
    ...alarmMetricsHandlers(parts),
    ...alertHandlers(parts),
    ...brokerTestHandlers(parts),
    ...calibrationHandlers(parts),
    ...coldChainHandlers(parts),
    ...deskHandlers(parts),
    ...dataQualityHandlers(parts),
    ...deviceHandlers(parts),
    ...fleetHandlers(parts),
    ...handlingHandlers(parts),
    ...identifierHandlers(parts),
    ...mappingHandlers(parts),
    ...loggerHandlers(parts),
    ...nextStopHandlers(parts),
    ...noticeHandlers(parts),
    ...orderHandlers(parts),
    ...planningHandlers(parts),
    ...profileHandlers(parts),
    ...reportHandlers(parts),
    ...retentionHandlers(parts),
    ...scanHandlers(parts),
    ...sensorHandlers(parts),
    ...laneHandlers(parts),
    ...siteHandlers(parts),
    ...sourceHandlers(parts),
    ...systemHandlers(parts),
  };
}
