import type { AlertRow, BrokerStateRow } from '#shared/contract/types.ts';
import { alertIdOf, alertKeyOf, type AlertKind } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { AssetCover } from './asset-silence-rules.ts';
import type { AlertBook, AlertRecord, AlertTopic } from './book.ts';
import { commonSilences, gatewayEvidence, type CommonSilence, type Quiet } from './common-silence.ts';
import { tellSystem } from './system-alerts.ts';
import { ownEvidence } from './places.ts';
import type { Carrier } from './watches.ts';

export interface CauseRulesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly brokers: () => readonly BrokerStateRow[];
  /** Alerts as they are shown. */
  readonly live: () => Iterable<AlertRow>;
  /** The gateways that carried what devices said last. */
  readonly carriers: () => Iterable<Carrier>;
  /** What open alerts about vehicles, pallets and parcels explain. */
  readonly assets: () => Iterable<AssetCover>;
}

const everyMs = 1000;
/** A link that comes back sooner was not down. */
const downAfterMs = 10_000;
/** A silence that began this long before a broker was lost may be of it. */
const aroundMs = 300_000;
const shownDevices = 10;
const ruleKey = 'common-silence';
const silences: ReadonlySet<AlertKind> = new Set(['device-silent', 'sensor-silent']);

/**
 * One cause, one alarm: the loss of a broker, and what fell silent at one time. What follows from it is covered by it
 * for as long as it stands.
 */
export class CauseRules {
  readonly #options: CauseRulesOptions;
  #looked = -Infinity;
  #isChanged = true;
  /** Since when each broker has no link, and whether that was said; absent: linked, and that was said. */
  readonly #down = new Map<string, { readonly since: number; isTold: boolean }>();
  readonly #linked = new Set<string>();

  constructor(options: CauseRulesOptions) {
    this.#options = options;
  }

  /** Takes in alerts that changed. */
  changed(rows: readonly AlertRow[]): void {
    this.#isChanged ||= rows.some(({ kind }) => silences.has(kind) || kind === 'broker-down');
  }

  /** What is to be done in a transaction now, if anything. */
  due(): (() => void) | undefined {
    const now = this.#options.clock.monotonic();
    if (now - this.#looked < everyMs) return undefined;
    this.#looked = now;
    const links = this.#links();
    if (!this.#isChanged && links.length === 0) return undefined;
    return () => {
      for (const tell of links) tell();
      this.#cover();
      this.#isChanged = false;
    };
  }

  /** What is new about the links to brokers; it counts as told once it could be written. */
  #links(): (() => void)[] {
    const { clock, book, brokers } = this.#options;
    return brokers().flatMap(({ brokerId, link, url, since, problem }) => {
      const known = this.#down.get(brokerId);
      if (link === 'connected') {
        if (this.#linked.has(brokerId)) return [];
        return [
          () => {
            tellSystem(book, brokerDown(brokerId, false, ''), clock.now());
            this.#linked.add(brokerId);
            this.#down.delete(brokerId);
          },
        ];
      }
      this.#linked.delete(brokerId);
      const down = known ?? { since: Math.min(Date.parse(since), clock.now()), isTold: false };
      this.#down.set(brokerId, down);
      if (down.isTold || clock.now() - down.since < downAfterMs) return [];
      const words = `No link to the broker ${url}${problem === undefined ? '.' : `: ${problem}`}`;
      return [
        () => {
          tellSystem(book, { ...brokerDown(brokerId, true, words), since: down.since }, clock.now());
          down.isTold = true;
        },
      ];
    });
  }

  #cover(): void {
    const { book, live } = this.#options;
    const rows = [...live()];
    const quiet = rows.flatMap((row) => this.#quietOf(row));
    const causes = commonSilences(quiet, this.#carriedAt());
    const lost = rows
      .filter(({ kind, endTime, withdrawn }) => kind === 'broker-down' && endTime === undefined && !withdrawn)
      .map(({ alertId, startTime }) => ({ alertId, from: Date.parse(startTime) - aroundMs }));
    const coveredBy = new Map<string, string>();
    const standing = new Set<string>();
    for (const cause of causes) {
      const broker = lost.find(({ from }) => cause.at >= from)?.alertId;
      const parent = broker ?? alertIdOf(this.#stand(cause).key);
      standing.add(parent);
      for (const { alertId } of cause.things) coveredBy.set(alertId, parent);
    }
    this.#coverAssets(coveredBy, new Set(quiet.map(({ alertId }) => alertId)));
    for (const row of rows.filter(isCommon)) {
      const record = book.get(alertKeyOf(row.alertId) ?? -1);
      if (record !== undefined && record.end === undefined && !standing.has(row.alertId)) this.#end(record);
    }
    for (const row of rows) {
      if (!silences.has(row.kind) || isCommon(row) || row.endTime !== undefined) continue;
      const by = coveredBy.get(row.alertId);
      if (by !== row.causedBy) this.#coverOne(row.alertId, by);
    }
  }

  /** What explains the silence of all sensors of a thing explains its own; else it explains theirs. */
  #coverAssets(coveredBy: Map<string, string>, quiet: ReadonlySet<string>): void {
    for (const { alertId, explains } of this.#options.assets()) {
      const parents = new Set(explains.filter((id) => quiet.has(id)).map((id) => coveredBy.get(id)));
      const [parent] = parents;
      if (parents.size === 1 && parent !== undefined) coveredBy.set(alertId, parent);
      else for (const id of explains) if (!coveredBy.has(id)) coveredBy.set(id, alertId);
    }
  }

  #carriedAt(): Map<string, number> {
    const newest = new Map<string, number>();
    for (const { gateway, recordTime } of this.#options.carriers())
      newest.set(gateway, Math.max(recordTime, newest.get(gateway) ?? recordTime));
    return newest;
  }

  #coverOne(alertId: string, by: string | undefined): void {
    const { book } = this.#options;
    const record = book.get(alertKeyOf(alertId) ?? -1);
    if (record !== undefined)
      book.live(record, { kind: 'cover', by: by === undefined ? undefined : alertKeyOf(by) });
  }

  /** The alert of a cause, raised or brought up to date. */
  #stand(cause: CommonSilence): AlertRecord {
    const { book, clock, store } = this.#options;
    const topic = topicOf(cause);
    const site = cause.siteId === undefined ? undefined : store.places.site(cause.siteId);
    const devices = [...new Set(cause.things.map(({ deviceId }) => deviceId))].sort();
    const message = messageOf(cause, devices.length, site?.name);
    const evidence = evidenceOf(cause.things);
    const open = book.openOf(topic).find(({ end }) => end === undefined);
    if (open === undefined)
      return book.raise({
        ...topic,
        siteId: cause.siteId,
        severity: 'high',
        message,
        evidence,
        start: cause.at,
        end: undefined,
        known: clock.now(),
        orderNumbers: [],
      });
    return open.message === message ? open : book.save({ ...open, message, evidence });
  }

  #end(record: AlertRecord): void {
    const { book, clock } = this.#options;
    book.live({ ...record, end: Math.max(record.start, clock.now()) }, { kind: 'return' });
  }

  /** A silence that stands on its own: not one that only says what another of the same device says. */
  #quietOf(row: AlertRow): Quiet[] {
    const { store } = this.#options;
    const { kind, alertId, deviceId, endTime, withdrawn, state, causedBy } = row;
    if (!silences.has(kind) || isCommon(row) || deviceId === undefined || endTime !== undefined || withdrawn)
      return [];
    if (state === 'normal' || state === 'out-of-service') return [];
    if (state === 'suppressed' && causedBy === undefined) return [];
    const device = store.devices.get(deviceId);
    const silentFrom = Date.parse(row.startTime);
    const lastHeard = Date.parse(row.evidence[0]?.eventTime ?? row.startTime);
    const lastKnown = Date.parse(row.evidence[0]?.recordTime ?? row.startTime);
    const siteId = device?.siteId ?? device?.heardSiteId;
    const gateway = row.evidence.find(({ kind: each }) => each === gatewayEvidence)?.id;
    return [{ alertId, deviceId, siteId, gateway, lastHeard, lastKnown, silentFrom }];
  }
}

function brokerDown(brokerId: string, holds: boolean, message: string) {
  return { kind: 'broker-down', id: brokerId, holds, severity: 'critical', message } as const;
}

function isCommon({ kind, subject }: AlertRow): boolean {
  return kind === 'device-silent' && (subject.type === 'site' || subject.type === 'system');
}

function messageOf(
  { gateway, siteId }: CommonSilence,
  devices: number,
  siteName: string | undefined,
): string {
  if (gateway !== undefined)
    return `The gateway ${gateway} is likely down: ${devices} devices that it carried fell silent at one time.`;
  const where = siteId === undefined ? 'of several sites' : `at ${siteName ?? siteId}`;
  return `${devices} devices ${where} fell silent at one time: a gateway, a link or their power is likely down.`;
}

function topicOf({ gateway, siteId }: CommonSilence): AlertTopic {
  if (gateway !== undefined)
    return { kind: 'device-silent', ruleKey, subject: { type: 'system', id: `gateway ${gateway}` } };
  const subject =
    siteId === undefined
      ? ({ type: 'system', id: 'devices' } as const)
      : ({ type: 'site', id: siteId } as const);
  return { kind: 'device-silent', ruleKey, subject };
}

function evidenceOf(things: readonly Quiet[]): AlertRecord['evidence'] {
  const byTime = things.toSorted((a, b) => a.lastHeard - b.lastHeard || a.deviceId.localeCompare(b.deviceId));
  return byTime.slice(0, shownDevices).map(({ deviceId, lastHeard, lastKnown }) =>
    ownEvidence({
      kind: 'silence',
      of: deviceId,
      time: lastHeard,
      recordTime: lastKnown,
      source: deviceId,
      text: `${deviceId} was last heard at ${toIso(lastHeard)}`,
    }),
  );
}
