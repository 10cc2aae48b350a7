import type {
  PositionEventRow,
  ReadingEventRow,
  ScanEventRow,
  StatusEventRow,
} from '#shared/contract/types.ts';
import type { Verdict } from '#shared/domain/cbv.ts';
import { unpackQuality } from '#shared/domain/quality.ts';
import { toIso } from '#shared/domain/time.ts';

import { isInForce } from '../store/corrections.ts';
import { compact } from './rows.ts';
import type {
  FactRecord,
  PositionRecord,
  ReadingRecord,
  ScanRecord,
  StatusRecord,
} from '../store/fact-queries.ts';
import type { Series } from '../store/keys.ts';
import type { Store } from '../store/store.ts';
import type { VerdictRow } from '../store/tracking.ts';

/** What every observation row of the contract starts with. */
function head(record: FactRecord, deviceId: string) {
  return {
    time: toIso(record.event_time),
    recordTime: toIso(record.record_time),
    topic: record.topic,
    deviceId,
    quality: unpackQuality(record.quality),
    boot: record.boot ?? undefined,
    seq: record.seq ?? undefined,
  };
}

export function readingRow(record: ReadingRecord, series: Series, deviceId: string): ReadingEventRow {
  return compact({
    kind: 'reading' as const,
    ...head(record, deviceId),
    channel: series.channel === '' ? undefined : series.channel,
    type: series.type,
    value: record.value,
    uom: series.uom,
  });
}

export function positionRow(record: PositionRecord, deviceId: string): PositionEventRow {
  return compact({
    kind: 'position' as const,
    ...head(record, deviceId),
    lat: record.lat,
    lon: record.lon,
    speedMps: record.speed_mps ?? undefined,
    headingDeg: record.heading_deg ?? undefined,
    accuracyM: record.accuracy_m ?? undefined,
    altitudeM: record.altitude_m ?? undefined,
  });
}

export function scanRow(record: ScanRecord, deviceId: string): ScanEventRow {
  return compact({
    kind: 'scan' as const,
    scanId: String(record.scan_key),
    siteId: record.site_id ?? undefined,
    ...head(record, deviceId),
    codes: JSON.parse(record.codes) as string[],
    bizStep: record.biz_step ?? undefined,
    readPoint: record.read_point ?? undefined,
    vehicleId: record.vehicle_id ?? undefined,
    parent: record.parent ?? undefined,
    outcome: record.outcome ?? undefined,
    quantity: record.quantity ?? undefined,
    lat: record.lat ?? undefined,
    lon: record.lon ?? undefined,
    operator: record.operator ?? undefined,
    antenna: record.antenna ?? undefined,
    rssiDbm: record.rssi_dbm ?? undefined,
    reads: record.reads ?? undefined,
  });
}

export function statusRow(record: StatusRecord, deviceId: string): StatusEventRow {
  return compact({
    kind: 'status' as const,
    ...head(record, deviceId),
    online: record.online === null ? undefined : record.online === 1,
    batteryPct: record.battery_pct ?? undefined,
    rssiDbm: record.rssi_dbm ?? undefined,
    firmware: record.firmware ?? undefined,
    event: record.event ?? undefined,
    region: record.region ?? undefined,
  });
}

/** From harmless to what somebody must do something about. */
const gravity = ['accepted', 'duplicate', 'out-of-sequence', 'wrong-place', 'unknown', 'held'] as const;

/** Who knows what is believed of each code of a stored scan now. */
export interface BelievedVerdicts {
  believed(record: ScanRecord): readonly VerdictRow[];
}

/** A stored scan as the contract shows it: as it came in, with what its codes were told and what is believed of them. */
export function scanEvent(store: Store, record: ScanRecord, judge: BelievedVerdicts): ScanEventRow {
  const row = scanRow(record, store.devices.byKey(record.device_key)?.deviceId ?? '');
  const correction = store.corrections.of(record.scan_key).findLast((each) => isInForce(each));
  const told = store.tracking.verdictsOf(record.scan_key);
  const verdicts = told.some(({ revised }) => revised) ? judge.believed(record) : told;
  const given = told.some((each) => each.given) ? worstOf(told) : undefined;
  return compact({
    ...row,
    verdict: worstOf(verdicts),
    verdictGiven: given,
    verdicts:
      verdicts.length === 0
        ? undefined
        : verdicts.map(({ code, verdict, message }) => ({ code, verdict, message })),
    correction: correction && {
      correctionId: String(correction.key),
      reason: correction.reason,
      note: correction.note,
    },
  });
}

function worstOf(verdicts: readonly VerdictRow[]): Verdict | undefined {
  return gravity.findLast((verdict) => verdicts.some((each) => each.verdict === verdict));
}
