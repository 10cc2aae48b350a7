import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { createAccessStore, type AccessStore } from './access.ts';
import { createAlertFacts, type AlertFacts } from './alert-facts.ts';
import { createAlertStore, type AlertStore } from './alerts.ts';
import { createCorrectionStore, type CorrectionStore } from './corrections.ts';
import { createCarrierEventStore, type CarrierEventStore } from './carrier-events.ts';
import { createCargoStore, type CargoStore } from './cargo.ts';
import { createCaseStore, type CaseStore } from './cases.ts';
import { createClockOffsetStore, type ClockOffsetStore } from './clock-offsets.ts';
import { createCalibrationStore, type CalibrationStore } from './calibrations.ts';
import { createBirthStore, type BirthStore } from './births.ts';
import { createDeferredStore, type DeferredStore } from './deferred.ts';
import { createDeviceStore, type DeviceStore } from './devices.ts';
import { createDoubtStore, type DoubtStore } from './doubts.ts';
import { createFactQueries, type FactQueries } from './fact-queries.ts';
import { createExpectedDeviceStore, type ExpectedDeviceStore } from './expected-devices.ts';
import { createFactStore, type FactStore } from './facts.ts';
import { createHoldStore, type HoldStore } from './holds.ts';
import { createIgnoreStore, type IgnoreStore } from './ignores.ts';
import { createKeyStore, type KeyStore } from './keys.ts';
import { createLaneFacts, type LaneFacts } from './lane-facts.ts';
import { createLaneStore, type LaneStore } from './lanes.ts';
import { createLessonStore, type LessonStore } from './lessons.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLoggerImportStore, type LoggerImportStore } from './logger-imports.ts';
import { schemaVersion } from './migrate.ts';
import { createMeasuredReadings } from './measured-readings.ts';
import { createNoticeStore, type NoticeStore } from './notices.ts';
import { openDatabase, withoutWaiting } from './open.ts';
import { createOrderImportStore, type OrderImportStore } from './order-imports.ts';
import { createOrderStore, type OrderStore } from './orders.ts';
import { createOutlookStore, type OutlookStore } from './outlooks.ts';
import { createPastJourneyStore, type PastJourneyStore } from './past-journeys.ts';
import { createPauseStore, type PauseStore } from './pauses.ts';
import { createPlaceStore, type PlaceStore } from './places.ts';
import { createSeriesReader, type SeriesReader } from './reading-spans.ts';
import { createPredictionStore, type PredictionStore } from './predictions.ts';
import { createRetentionStore, type RetentionStore } from './retention.ts';
import { createRateLimitStore, type RateLimitStore } from './rate-limit.ts';
import { createReturnStore, type ReturnStore } from './returns.ts';
import { createRollupStore, type RollupStore } from './rollups.ts';
import { createSourceStore, type SourceStore } from './sources.ts';
import { createProfileStore, type ProfileStore } from './profiles.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';
import { createStayStore, type StayStore } from './stays.ts';
import { createScanActivity, type ScanActivity } from './scan-activity.ts';
import { createTrackingLinkStore, type TrackingLinkStore } from './tracking-links.ts';
import { createTallyStore, type TallyStore } from './tallies.ts';
import { createTrackingStore, type TrackingStore } from './tracking.ts';
import { createWebhookStore, type WebhookStore } from './webhooks.ts';

/** The database of one data folder, by aggregate. SQL stays behind this. */
export interface Store {
  readonly devices: DeviceStore;
  readonly keys: KeyStore;
  readonly facts: FactStore;
  readonly queries: FactQueries;
  readonly rollups: RollupStore;
  readonly readSeries: SeriesReader;
  readonly expectedDevices: ExpectedDeviceStore;
  readonly retention: RetentionStore;
  readonly ledger: Ledger;
  readonly deferred: DeferredStore;
  readonly places: PlaceStore;
  readonly access: AccessStore;
  readonly sessions: SessionStore;
  readonly orders: OrderStore;
  readonly orderImports: OrderImportStore;
  readonly tracking: TrackingStore;
  readonly scanActivity: ScanActivity;
  readonly holds: HoldStore;
  readonly corrections: CorrectionStore;
  readonly predictions: PredictionStore;
  readonly pastJourneys: PastJourneyStore;
  readonly cargo: CargoStore;
  readonly cases: CaseStore;
  readonly returns: ReturnStore;
  readonly trackingLinks: TrackingLinkStore;
  readonly webhooks: WebhookStore;
  readonly carrierEvents: CarrierEventStore;
  readonly stays: StayStore;
  readonly lanes: LaneStore;
  readonly lessons: LessonStore;
  readonly outlooks: OutlookStore;
  readonly alerts: AlertStore;
  readonly ignores: IgnoreStore;
  readonly alertFacts: AlertFacts;
  readonly laneFacts: LaneFacts;
  readonly profiles: ProfileStore;
  readonly notices: NoticeStore;
  readonly calibrations: CalibrationStore;
  readonly clockOffsets: ClockOffsetStore;
  readonly loggerImports: LoggerImportStore;
  readonly sources: SourceStore;
  readonly births: BirthStore;
  readonly doubts: DoubtStore;
  readonly tallies: TallyStore;
  readonly pauses: PauseStore;
  /** False once it was closed. */
  isOpen(): boolean;
  readonly rateLimit: RateLimitStore;
  readonly databaseId: string;
  readonly schemaVersion: number;
  /** Runs `work` in one immediate transaction; what failed leaves no trace, in memory neither. */
  transaction<T>(work: () => T): T;
  /**
   * The same for work that is done again should it be gone: a kill leaves it, but after a power cut it may be as if it
   * and what was written since had never been, unless a `transaction` came after it. It does not wait for the disk.
   */
  repeatable<T>(work: () => T): T;
  /** Calls back after a transaction failed: what was remembered of it is not true. */
  onFailure(listener: () => void): void;
  /** Moves the write-ahead log into the database and gives its room back, as far as the disk allows. */
  checkpoint(): void;
  /** Moves the write-ahead log into the database and closes. */
  close(): void;
}

export function openStore(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}): Store {
  const db = openDatabase(options);
  const devices = createDeviceStore(db);
  const keys = createKeyStore(db);
  const holds = createHoldStore(db);
  const corrections = createCorrectionStore(db);
  const returns = createReturnStore(db);
  const cargo = createCargoStore(db);
  const failed: (() => void)[] = [];
  const measured = createMeasuredReadings(db);
  const rollups = createRollupStore(db, measured);
  const orders = createOrderStore(db);
  const ledger = createLedger(db);
  const doubts = createDoubtStore(db, rollups);
  const clockOffsets = createClockOffsetStore(db);
  const run = db.transaction((work: () => unknown) => {
    const result = work();
    ledger.writeMessages();
    return result;
  });
  function transaction<T>(work: () => T): T {
    // Those of a transaction around this one stay when this one fails.
    if (db.inTransaction) ledger.writeMessages();
    try {
      return run.immediate(work) as T;
    } catch (error) {
      devices.reload();
      keys.reload();
      holds.reload();
      corrections.reload();
      returns.reload();
      cargo.reload();
      orders.reload();
      rollups.reload();
      ledger.reloadMessages();
      ledger.reloadQuarantine();
      for (const forget of failed) forget();
      doubts.reload();
      clockOffsets.reload();
      throw error;
    }
  }

  return {
    devices,
    keys,
    facts: createFactStore(db, keys, rollups),
    rollups,
    readSeries: createSeriesReader(measured, rollups),
    queries: createFactQueries(db, doubts),
    retention: createRetentionStore(db, rollups),
    ledger,
    deferred: createDeferredStore(db),
    places: createPlaceStore(db),
    access: createAccessStore(db),
    sessions: createSessionStore(db),
    orders,
    orderImports: createOrderImportStore(db),
    tracking: createTrackingStore(db, corrections),
    scanActivity: createScanActivity(db),
    holds,
    expectedDevices: createExpectedDeviceStore(db),
    corrections,
    predictions: createPredictionStore(db),
    pastJourneys: createPastJourneyStore(db),
    cargo,
    cases: createCaseStore(db),
    returns,
    trackingLinks: createTrackingLinkStore(db),
    webhooks: createWebhookStore(db),
    carrierEvents: createCarrierEventStore(db),
    stays: createStayStore(db),
    lanes: createLaneStore(db),
    lessons: createLessonStore(db),
    outlooks: createOutlookStore(db),
    alerts: createAlertStore(db),
    ignores: createIgnoreStore(db),
    alertFacts: createAlertFacts(db),
    laneFacts: createLaneFacts(db, { corrections, doubts }),
    profiles: createProfileStore(db),
    notices: createNoticeStore(db),
    calibrations: createCalibrationStore(db),
    clockOffsets,
    loggerImports: createLoggerImportStore(db),
    sources: createSourceStore(db),
    births: createBirthStore(db),
    doubts,
    tallies: createTallyStore(db, keys),
    pauses: createPauseStore(db),
    isOpen: () => db.open,
    rateLimit: createRateLimitStore(db),
    databaseId: String(db.prepare("SELECT value FROM meta WHERE key = 'database-id'").pluck().get()),
    schemaVersion: schemaVersion(db),
    transaction,
    repeatable: (work) =>
      db.inTransaction ? transaction(work) : withoutWaiting(db, () => transaction(work)),
    onFailure: (listener) => void failed.push(listener),
    checkpoint: () => void db.pragma('wal_checkpoint(TRUNCATE)'),
    close() {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
