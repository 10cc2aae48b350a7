import type { z } from 'zod';

import type {
  MeasuredValue,
  ObservationRow,
  PositionRow,
  ReadingRow,
  ScanRow,
  StatusRow,
} from './devices.ts';
import type { Position } from './fleet.ts';
import type { ResultOf, RowOf } from './index.ts';
import type { MappingData } from './mappings.ts';
import type { SeriesPoint } from './sensors.ts';
import type { Books, BrokerState, QuarantineRow, StoreState, TokenRow } from './system.ts';

/** Row types by name, for code that needs no schema (the page imports only these). */
export type DeviceStateRow = RowOf<'devices.live'>;
export type SensorStateRow = RowOf<'sensors.live'>;
export type VehicleStateRow = RowOf<'vehicles.live'>;
export type SiteRow = RowOf<'sites.live'>;
export type NextStopRow = ResultOf<'vehicles.stops'>['items'][number];
export type OrderSummaryRow = ResultOf<'orders.list'>['items'][number];
export type OrderMatchRow = ResultOf<'orders.search'>['items'][number];
export type OrderBelievedRow = RowOf<'orders.live'>;
export type OrderOverviewRow = RowOf<'orders.overview'>;
export type TimelineRow = ResultOf<'orders.timeline'>['items'][number];
export type CaseRow = ResultOf<'cases.open'>;
export type ReturnRow = ResultOf<'returns.create'>;
export type HoldRow = ResultOf<'holds.place'>;
export type CorrectionRow = ResultOf<'corrections.declare'>;
export type AssociationRow = ResultOf<'associations.put'>;
export type AlertRow = RowOf<'alerts.live'>;
export type FindingRow = ResultOf<'findings.list'>['items'][number];
export type TaskRow = ResultOf<'tasks.list'>['items'][number];
export type TaskDetailRow = ResultOf<'tasks.get'>;
export type FindingDetailRow = ResultOf<'findings.get'>;
export type FindingFixRow = FindingDetailRow['fixes'][number];
export type BottleneckRow = ResultOf<'bottlenecks.list'>['items'][number];
export type WhatIfResult = ResultOf<'planning.whatIf'>;
export type ScorecardResult = ResultOf<'eta.scorecard'>;
export type HistoryResult = ResultOf<'history.get'>;
export type IgnoreRow = ResultOf<'ignores.create'>;
export type AlertNoteRow = AlertRow['notes'][number];
export type AmendmentRow = AlertRow['amendments'][number];
export type TemperatureProfileRow = ResultOf<'profiles.put'>;
export type NoticeChannelRow = ResultOf<'noticeChannels.put'>;
export type NoticeRuleEntry = ResultOf<'noticeRules.put'>;
export type WebhookRow = ResultOf<'webhooks.put'>;
export type CarrierCodeRow = ResultOf<'carriers.codes'>['items'][number];
export type DeliveryEntry = ResultOf<'noticeChannels.test'>;
export type ProfileLimitRow = TemperatureProfileRow['limits'][number];
export type EvidenceRow = OrderBelievedRow['location']['because'][number];
export type MilestoneRow = OrderBelievedRow['milestones'][number];
export type PresenceRow = RowOf<'presence'>;
export type ScanEventRow = z.output<typeof ScanRow>;
export type ReadingEventRow = z.output<typeof ReadingRow>;
export type PositionEventRow = z.output<typeof PositionRow>;
export type StatusEventRow = z.output<typeof StatusRow>;
export type ObservationEventRow = z.output<typeof ObservationRow>;
export type MeasuredValueRow = z.output<typeof MeasuredValue>;
export type PositionValue = z.output<typeof Position>;
export type MappingRow = z.output<typeof MappingData>;
export type MappedFactRow = MappingRow['facts'][number];
export type SourceRow = ResultOf<'sources.put'>;
export type DryRunResult = ResultOf<'mappings.dryRun'>;
export type QuarantineEntry = z.output<typeof QuarantineRow>;
export type BooksRow = z.output<typeof Books>;
export type BrokerStateRow = z.output<typeof BrokerState>;
export type StoreStateRow = z.output<typeof StoreState>;
export type TokenEntry = z.output<typeof TokenRow>;
export type CalibrationRow = ResultOf<'calibrations.put'>;
export type ExcursionRecord = ResultOf<'alerts.excursion'>;
export type LoggerImportResult = ResultOf<'loggers.import'>;
export type MktFigures = NonNullable<ResultOf<'mkt.get'>['window']>;
export type SeriesPointRow = z.output<typeof SeriesPoint>;
export type SeriesResult = ResultOf<'readings.series'>;
export type SensorLanesResult = ResultOf<'readings.lanes'>;
export type EngineInfoResult = ResultOf<'engine.info'>;
