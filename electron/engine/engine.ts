import type { StoreStateRow } from '#shared/contract/types.ts';
import type { ServerTransport } from '#shared/contract/wire.ts';
import { DomainError } from '#shared/result.ts';

import { adapters } from './adapters/index.ts';
import { defaultFilters } from './adapters/routing.ts';
import { allFilters } from './adapters/sources.ts';
import { rebirthCommand } from './adapters/sparkplug-command.ts';
import { Alerts } from './alerts/alerts.ts';
import { lowDisk } from './alerts/system-alerts.ts';
import { carefulClock, runCarefully } from './careful.ts';
import type { Engine, EngineOptions, Session } from './api.ts';
import { meanAgain } from './carriers/mean-again.ts';
import { createAudit } from './engine-audit.ts';
import { countAll, writeTallies } from './engine-books.ts';
import { createHandlers } from './engine-handlers.ts';
import { createFeeds, showAlerts, watchOrders } from './engine-feeds.ts';
import { createCallHandler, type CallHandler } from './handlers/call-handler.ts';
import { createFloodGuard, createKnowledge } from './engine-knowledge.ts';
import type { EngineParts } from './handlers/engine-parts.ts';
import { createAnnouncer, type Announcer } from './ingest/announcer.ts';
import { createLinks, type Links } from './ingest/links.ts';
import { createNodeSessions } from './ingest/node-sessions.ts';
import { createPipeline, type Pipeline } from './ingest/pipeline.ts';
import type { Settlement } from './ingest/settle.ts';
import { understand, type Knowledge } from './ingest/understand.ts';
import type { Feeds } from './live/feed.ts';
import { createPresence, type Presence } from './live/presence.ts';
import { createReadModels, type ReadModels } from './live/read-models.ts';
import { createScanLog } from './live/scan-log.ts';
import { createMapper, type Mapper } from './mapping/mapper.ts';
import { Notices } from './notices/notices.ts';
import { openSecrets } from './secrets.ts';
import { serve } from './serve.ts';
import { lockFolder, type FolderLock } from './store/lock.ts';
import { prepareFolder } from './store/open.ts';
import { openStore, type Store } from './store/store.ts';
import { createOrderFeeds } from './tracking/order-feeds.ts';
import { createPastOrders, type PastOrders } from './tracking/past/past-orders.ts';
import { createTrainer } from './tracking/past/trainer.ts';
import { createTracking } from './tracking/tracking.ts';
import { orderSpanOf } from './tracking/order-span.ts';
import { createBackups, type Backups } from './upkeep/backups.ts';
import { createDiskWatch, type DiskWatch } from './upkeep/disk-watch.ts';
import { heldSpans } from './upkeep/holds.ts';
import { createUpkeep, type Upkeep } from './upkeep/upkeep.ts';

/** The books by day are written this often. */
const countEveryMs = 5000;

/** What runs between start and stop. */
interface Running {
  readonly lock: FolderLock;
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly mapper: Mapper;
  readonly past: PastOrders;
  readonly models: ReadModels;
  readonly links: Links;
  readonly presence: Presence;
  readonly announcer: Announcer;
  /** Stops the timers of orders. */
  readonly restOrders: () => void;
  readonly alerts: Alerts;
  readonly notices: Notices;
  readonly upkeep: Upkeep;
  readonly disk: DiskWatch;
  readonly backups: Backups;
  readonly feeds: Feeds;
  readonly call: CallHandler;
  readonly connections: Set<() => void>;
  readonly log: EngineOptions['log'];
}

/** The product, headless: MQTT in, SQLite, live read models, one contract. */
export function createEngine(given: EngineOptions): Engine {
  const options = { ...given, clock: carefulClock(given.clock, given.log) };
  let running: Running | undefined;
  let stopping: Promise<void> | undefined;
  let httpUrl: string | undefined;

  function live(): Running {
    if (running === undefined) throw new DomainError('unavailable', 'The engine is not running.');
    return running;
  }

  return {
    async start() {
      running = assemble(options, () => httpUrl);
      try {
        await running.links.start();
      } catch (error) {
        await shutDown(running);
        running = undefined;
        throw error;
      }
      running.presence.beat();
    },
    async stop() {
      if (running === undefined) return;
      stopping ??= shutDown(running);
      await stopping;
      running = undefined;
    },
    brokerUrl: () => live().links.url(),
    brokerNotice: () => live().links.notice(),
    setHttpUrl(url) {
      httpUrl = url;
    },
    async request(name, params, session, commandId) {
      return await live().call({ name, params, session, commandId });
    },
    connect(transport, session) {
      open(live(), options, transport, session);
    },
    authenticate(token) {
      const known = running?.store.access.findToken(token, options.clock.now());
      return known && { role: known.role, actor: `token:${known.token_id}` };
    },
  };
}

function open(engine: Running, options: EngineOptions, transport: ServerTransport, session: Session): void {
  const close = serve({
    transport,
    session,
    callHandler: engine.call,
    feeds: engine.feeds,
    clock: options.clock,
    log: options.log,
    build: options.version,
    ...(options.checkOutput === undefined ? {} : { checkOutput: options.checkOutput }),
  });
  engine.connections.add(close);
  transport.onClose(() => engine.connections.delete(close));
}

function assemble(options: EngineOptions, httpUrl: () => string | undefined): Running {
  const { dataDir, clock, log } = options;
  prepareFolder(dataDir);
  const lock = lockFolder(dataDir);
  try {
    return assembleLocked(options, lock, openStore({ dataDir, clock, log }), httpUrl);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function assembleLocked(
  options: EngineOptions,
  lock: FolderLock,
  store: Store,
  httpUrl: () => string | undefined,
): Running {
  const { dataDir, clock, log } = options;
  const secrets = openSecrets(dataDir);
  const { timeZone } = options;
  const past = createPastOrders({ store, clock, trainer: createTrainer(), timeZone });
  const tracking = createTracking(store, clock, timeZone, past);
  const alerts = new Alerts({
    store,
    clock,
    tracking,
    brokers: () => links.states(),
    onChanged(rows) {
      showAlerts(rows, models, orderFeeds);
      notices.consider(rows);
    },
  });
  const models = createReadModels({
    store,
    clock,
    world: tracking.world,
    hasKey: (deviceId) => secrets.deviceKey(deviceId) !== undefined,
    isAlarmed: (vehicleId, deviceIds) => alerts.feed.isAlarmed(vehicleId, deviceIds),
  });
  const notices = new Notices({
    store,
    clock,
    log,
    secrets,
    alerts,
    random: Math.random,
    timeZone: options.timeZone,
    url: httpUrl,
  });
  const scanLog = createScanLog(store, tracking.judge);
  const orderFeeds = createOrderFeeds(store, clock, tracking);
  const announcer = createAnnouncer({
    store,
    clock,
    log,
    publish: (topic, payload, retain) => links.publish(topic, payload, retain),
  });
  const ordersChanged = (): void => {
    orderFeeds.changed(tracking.takeChanged());
    announcer.wake();
    alerts.show();
  };
  const onCommitted = (settlements: readonly Settlement[]): void => {
    announcer.committed();
    models.apply(settlements);
    countAll(store, clock.now(), settlements);
    alerts.committed();
    if (!settlements.some(({ facts }) => facts.some(({ observation }) => observation.kind === 'scan')))
      return;
    scanLog.added();
    ordersChanged();
  };
  const sessions = createNodeSessions({
    clock,
    births: store.births.all(),
    askForBirth(node) {
      const { topic, payload } = rebirthCommand(node, clock.now());
      links.publish(topic, payload, false).catch((error: unknown) => {
        log.warn('a node could not be asked for its birth', { node, error: String(error) });
      });
    },
  });
  const disk = createDiskWatch({
    dataDir,
    clock,
    onChange: (isLow) => alerts.tellSystem(lowDisk(isLow)),
  });
  const backups = createBackups({ dataDir, clock, log, freeBytes: () => disk.state().freeBytes });
  const upkeep = createUpkeep({
    store,
    clock,
    log,
    held: () => heldSpans(store, (orderNumber) => orderSpanOf(store, tracking, orderNumber)),
  });
  const known = createKnowledge(options, store, secrets, sessions);
  const mapper = createMapper({
    clock,
    sources: () => store.sources.all(),
    timeZoneOf: (...of) => known.timeZoneOf(...of),
  });
  const knowledge: Knowledge = { ...known, mapped: (message) => mapper.mapped(message) };
  const guard = createFloodGuard(options, store, known, mapper);
  const pipeline = createPipeline({
    store,
    clock,
    log,
    knowledge,
    admission: (message) => guard.admission(message),
    inTransaction(settlements) {
      tracking.apply(settlements);
      alerts.apply(settlements);
      announcer.deleteSent();
    },
    onCommitted,
    onFull() {
      disk.release();
      store.checkpoint();
    },
  });
  const startTime = clock.now();
  let presence: Presence | undefined;
  const links: Links = createLinks({
    engine: options,
    store,
    filters: filtersOf(store),
    accept: pipeline.accept,
    onAnswered: pipeline.answered,
    random: Math.random,
    onState() {
      presence?.beat();
      announcer.wake();
      if (presence !== undefined) runCarefully(log, () => alerts.listening.linksChanged());
    },
  });
  presence = createPresence({
    clock,
    version: options.version,
    timeZone: options.timeZone,
    demo: options.demo,
    startTime,
    brokers: () => links.states(),
    books: () => pipeline.books(),
    problem: () => pipeline.problem() ?? disk.notice(),
  });
  notices.start();
  const parts: EngineParts = {
    store,
    clock,
    pipeline,
    models,
    secrets,
    tracking,
    past,
    alerts,
    notices,
    upkeep,
    disk,
    backups,
    mapper,
    understand: (message) => mapper.mapped(message) ?? understand(message, knowledge),
    adapters,
    version: options.version,
    dataDir,
    timeZone: options.timeZone,
    startTime,
    brokers: () => links.states(),
    brokerUrl: () => links.url(),
    httpUrl,
    storeState: () => storeState(store, pipeline),
    onOrdersChanged() {
      ordersChanged();
      orderFeeds.renewSoon();
    },
    onSourcesChanged: () => links.setFilters(filtersOf(store)),
  };
  meanAgain(parts).catch((error: unknown) => {
    log.warn('what carriers said was not looked at again', { error: String(error) });
  });
  const call = createCallHandler({
    handlers: createHandlers(parts),
    audit: createAudit(store, clock),
    log,
    ...(options.checkOutput === undefined ? {} : { checkOutput: options.checkOutput }),
  });
  const stopCounting = clock.every(countEveryMs, () => writeTallies(store, log));
  const restOrders = watchOrders(clock, tracking, orderFeeds, ordersChanged);
  const feeds = createFeeds(models, scanLog, presence, orderFeeds, alerts);
  return {
    lock,
    store,
    pipeline,
    mapper,
    past,
    models,
    links,
    presence,
    announcer,
    restOrders() {
      restOrders();
      stopCounting();
    },
    alerts,
    notices,
    upkeep,
    disk,
    backups,
    feeds,
    call,
    connections: new Set(),
    log,
  };
}

function filtersOf(store: Store): string[] {
  return allFilters(defaultFilters(adapters), store.sources.all());
}

function storeState(store: Store, pipeline: Pipeline): StoreStateRow {
  const { scans, positions, readings } = pipeline.tallies();
  return { scans, positions, readings, orders: store.orders.count(), bytes: store.queries.bytes() };
}

/** In order: take nothing more in, settle what was taken, say goodbye to pages, checkpoint, let the folder go. */
async function shutDown(running: Running): Promise<void> {
  const { links, pipeline, mapper, past, connections, presence, models, announcer } = running;
  const { restOrders, alerts, notices, upkeep, disk, backups, store, lock, log } = running;
  restOrders();
  announcer.stop();
  const stopped = links.stop();
  await pipeline.understood();
  pipeline.drain();
  await stopped;
  pipeline.stop();
  await mapper.stop();
  await past.stop();
  await notices.stop();
  await backups.stop();
  alerts.stop();
  upkeep.stop();
  disk.stop();
  for (const close of connections) close();
  presence.stop();
  models.stop();
  writeTallies(store, log);
  store.close();
  lock.release();
}
