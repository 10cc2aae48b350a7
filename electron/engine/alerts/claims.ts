import { toIso } from '#shared/domain/time.ts';

import { scanText } from '../tracking/evidence.ts';
import type { Claim, CaseFix, Fix, JourneyCase, PlannedStep, SeenScan } from './journey-case.ts';

/** What a scan says. */
export function scanClaim({ scan }: SeenScan): Claim {
  return {
    kind: 'scan',
    id: String(scan.scanKey),
    time: scan.eventTime,
    recordTime: scan.recordTime,
    source: scan.deviceId,
    text: scanText(scan),
    readPoint: scan.readPoint,
  };
}

/** What the plan of the order says; a plan without times stands at the time of the scan it is held against. */
export function planClaim(
  { orderNumber, plan }: JourneyCase,
  steps: readonly PlannedStep[],
  against: SeenScan,
): Claim {
  const time = steps[0]?.plannedTime ?? plan[0]?.plannedTime ?? against.time;
  return {
    kind: 'plan',
    id: orderNumber,
    time,
    recordTime: time,
    source: `order ${orderNumber}`,
    text: steps.map(stepText).join(', then '),
  };
}

function stepText({ bizStep, siteId, plannedTime, vehicleId }: PlannedStep): string {
  const by = vehicleId === undefined ? '' : ` with ${vehicleId}`;
  return `${bizStep.replaceAll('_', ' ')} at ${siteId}${by}${plannedTime === undefined ? '' : ` at ${toIso(plannedTime)}`}`;
}

/** What the order says about something other than its plan. */
export function orderClaim(
  { orderNumber }: Pick<JourneyCase, 'orderNumber'>,
  time: number,
  text: string,
): Claim {
  return { kind: 'order', id: orderNumber, time, recordTime: time, source: `order ${orderNumber}`, text };
}

/** Where a tracker says it is. */
export function positionClaim(fix: CaseFix, text: string): Claim {
  return {
    kind: 'position',
    id: `${fix.deviceId}@${toIso(fix.time)}`,
    time: fix.time,
    recordTime: fix.recordTime,
    source: fix.deviceId,
    text,
  };
}

/** Declares that a scan never happened. */
export function undoScan({ scan }: SeenScan, note: string): Fix {
  return {
    title: `Declare wrong: ${scanText(scan)}`,
    target: { kind: 'scan', id: String(scan.scanKey) },
    reason: 'did_not_occur',
    note,
  };
}

/** Declares that a scan says something wrong. */
export function amendScan({ scan }: SeenScan, title: string, note: string): Fix {
  return { title, target: { kind: 'scan', id: String(scan.scanKey) }, reason: 'incorrect_data', note };
}
