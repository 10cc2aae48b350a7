import type { BrokerStateRow, StoreStateRow } from '#shared/contract/types.ts';

import type { Adapter } from '../adapters/adapter.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Clock } from '../clock.ts';
import type { Pipeline } from '../ingest/pipeline.ts';
import type { UnderstoodMessage } from '../ingest/settle.ts';
import type { InboundMessage } from '../ingest/source.ts';
import type { ReadModels } from '../live/read-models.ts';
import type { Mapper } from '../mapping/mapper.ts';
import type { Notices } from '../notices/notices.ts';
import type { SecretStore } from '../secrets.ts';
import type { Store } from '../store/store.ts';
import type { PastOrders } from '../tracking/past/past-orders.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { Backups } from '../upkeep/backups.ts';
import type { DiskWatch } from '../upkeep/disk-watch.ts';
import type { Upkeep } from '../upkeep/upkeep.ts';

/** What handlers work with. */
export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly pipeline: Pipeline;
  readonly models: ReadModels;
  readonly secrets: SecretStore;
  readonly tracking: Tracking;
  readonly past: PastOrders;
  readonly alerts: Alerts;
  readonly notices: Notices;
  readonly upkeep: Upkeep;
  readonly disk: DiskWatch;
  readonly backups: Backups;
  readonly mapper: Mapper;
  /** What a message means as things are set now, on whichever thread. */
  readonly understand: (message: InboundMessage) => UnderstoodMessage | Promise<UnderstoodMessage>;
  readonly adapters: readonly Adapter[];
  readonly version: string;
  readonly dataDir: string;
  readonly timeZone: string;
  readonly startTime: number;
  readonly brokers: () => BrokerStateRow[];
  readonly brokerUrl: () => string;
  readonly httpUrl: () => string | undefined;
  readonly storeState: () => StoreStateRow;
  /** To be called after orders were posted or imported. */
  readonly onOrdersChanged: () => void;
  /** To be called after the topics to take in changed. */
  readonly onSourcesChanged: () => void;
}
