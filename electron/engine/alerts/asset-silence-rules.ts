import type { AlertRow, EvidenceRow } from '#shared/contract/types.ts';
import { alertIdOf, type AlertKind } from '#shared/domain/alert.ts';
import { canonicalCode } from '#shared/domain/codes.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import { sensorIdOf } from '../live/rows.ts';
import type { Store } from '../store/store.ts';
import type { AssociationRow } from '../store/tracking.ts';
import { unwatchedTimes, type UnwatchedTime, type Watcher } from './asset-silence.ts';
import type { AlertBook, AlertDraft, AlertRecord, AlertTopic } from './book.ts';
import { durationText } from './limits.ts';
import { channelSubject, ownEvidence, type Surroundings } from './places.ts';
import { reconcile } from './reconcile.ts';
import { deviceSilent } from './rules/device-silent.ts';
import { sensorSilent } from './rules/sensor-silent.ts';
import { measuredChannels } from './watches.ts';

const forever = Number.MAX_SAFE_INTEGER;
const ruleKey = 'asset-silent';
const silenceKinds: ReadonlySet<AlertKind> = new Set([sensorSilent.id, deviceSilent.id]);

/** Something that sensors are with. */
interface Asset {
  readonly type: 'vehicle' | 'pallet' | 'parcel';
  readonly id: string;
}

/** A sensor's stay with it; its silences are the alerts of them. */
interface Watch extends Watcher {
  readonly deviceId: string;
  readonly silences: readonly AlertRecord[] | undefined;
}

/** An open alert about something, and those of its sensors and their devices that it explains. */
export interface AssetCover {
  readonly alertId: string;
  readonly explains: readonly string[];
}

export interface AssetSilenceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly associations: () => readonly AssociationRow[];
  readonly surroundings: Pick<Surroundings, 'ordersOn'>;
}

/**
 * Silence of a vehicle, a pallet or a parcel: all sensors that are with it are silent, so that nobody knows how its
 * goods do. It follows from the silences of the sensors and from what they were with in time, and is looked at when
 * either changes.
 */
export class AssetSilenceRules {
  readonly #options: AssetSilenceOptions;
  /** What is to be looked at, and since when; at a start that is everything. */
  readonly #waiting = new Map<string, { readonly asset: Asset; readonly since: number }>();
  /** What a device was last known to be with. */
  readonly #known = new Map<string, readonly Asset[]>();
  readonly #covers = new Map<string, AssetCover>();

  constructor(options: AssetSilenceOptions) {
    this.#options = options;
    for (const deviceId of new Set(options.associations().map((row) => row.deviceId)))
      this.moved(deviceId, -forever);
  }

  /** Takes in alerts that changed. */
  changed(rows: readonly AlertRow[]): void {
    for (const row of rows)
      if (row.deviceId !== undefined && silenceKinds.has(row.kind))
        this.moved(row.deviceId, earliestStart(row));
  }

  /** Something about a device has changed since an instant: when it was silent, or what it was with. */
  moved(deviceId: string, since: number): void {
    const assets = assetsOf(this.#options, deviceId);
    for (const asset of [...(this.#known.get(deviceId) ?? []), ...assets]) {
      const name = nameOf(asset);
      const waits = this.#waiting.get(name)?.since ?? since;
      this.#waiting.set(name, { asset, since: Math.min(since, waits) });
    }
    this.#known.set(deviceId, assets);
  }

  /** What is still to be looked at, one by one; each is to be called inside a transaction. */
  *due(): Iterable<() => void> {
    for (const [name, { asset, since }] of this.#waiting)
      yield () => {
        this.#look(asset, since);
        this.#waiting.delete(name);
      };
  }

  covers(): Iterable<AssetCover> {
    return this.#covers.values();
  }

  #look(asset: Asset, since: number): void {
    const { book, clock, surroundings } = this.#options;
    const topic: AlertTopic = { kind: sensorSilent.id, ruleKey, subject: asset };
    const watches = watchesOf(this.#options, asset, since);
    const spans = unwatchedTimes(watches).filter(({ end = forever }) => end >= since);
    const records = reconcile(book, {
      topic,
      drafts: spans.map((span) => draftOf(topic, span, watches)),
      from: since,
      to: forever,
      ordersOf: (span) => surroundings.ordersOn(asset.id, span),
      now: clock.now(),
    });
    const open = records.find(({ end }) => end === undefined);
    if (open === undefined) this.#covers.delete(nameOf(asset));
    else this.#covers.set(nameOf(asset), this.#coverOf(open, watches));
  }

  #coverOf({ key }: AlertRecord, watches: readonly Watch[]): AssetCover {
    const { book } = this.#options;
    const ofDevices = [...new Set(watches.map(({ deviceId }) => deviceId))].flatMap((id) =>
      book.openOf({ kind: deviceSilent.id, ruleKey: deviceSilent.id, subject: { type: 'device', id } }),
    );
    const standing = [...watches.flatMap(({ silences = [] }) => silences), ...ofDevices].filter(
      ({ end }) => end === undefined,
    );
    return { alertId: alertIdOf(key), explains: standing.map((record) => alertIdOf(record.key)) };
  }
}

function nameOf({ type, id }: Asset): string {
  return `${type} ${type === 'vehicle' ? id : canonicalCode(id)}`;
}

/** The earliest instant at which an alert was ever said to begin. */
function earliestStart({ startTime, amendments }: AlertRow): number {
  const before = amendments.flatMap(({ field, from }) =>
    field === 'startTime' && from !== null ? [Date.parse(from)] : [],
  );
  return Math.min(Date.parse(startTime), ...before);
}

/** What a device is or was with; one that a vehicle is named after belongs to it. */
function assetsOf({ store, associations }: AssetSilenceOptions, deviceId: string): Asset[] {
  const own =
    store.places.vehicle(deviceId) === undefined ? [] : [{ type: 'vehicle', id: deviceId } as const];
  const stated = associations().flatMap(({ deviceId: each, subjectType: type, subjectId: id }) =>
    each !== deviceId || type === 'site' ? [] : [{ type, id }],
  );
  return [...own, ...stated];
}

function watchesOf(options: AssetSilenceOptions, asset: Asset, since: number): Watch[] {
  const name = nameOf(asset);
  const stated = options.associations().filter(({ subjectType, subjectId, to = forever }) => {
    return to >= since && subjectType !== 'site' && nameOf({ type: subjectType, id: subjectId }) === name;
  });
  const own = { deviceId: asset.id, channel: undefined, from: -forever, to: undefined };
  const stays = asset.type === 'vehicle' ? [...stated, own] : stated;
  return stays.flatMap((stay) => {
    const device = options.store.devices.get(stay.deviceId);
    if (device?.firstSeen === undefined) {
      const sensorId = sensorIdOf(stay.deviceId, stay.channel ?? '');
      return stay === own ? [] : [{ ...stay, sensorId, silences: undefined }];
    }
    return measuredChannels(options.store, device)
      .filter((channel) => stay.channel === undefined || stay.channel === channel)
      .map((channel) => watchOf(options.book, stay, channel, since));
  });
}

type Stay = Pick<AssociationRow, 'deviceId' | 'from' | 'to'>;

function watchOf(book: AlertBook, { deviceId, from, to }: Stay, channel: string, since: number): Watch {
  const subject = channelSubject(deviceId, channel);
  const topic: AlertTopic = { kind: sensorSilent.id, ruleKey: sensorSilent.id, subject };
  const silences = book.touching(topic, since, forever);
  return { deviceId, sensorId: sensorIdOf(deviceId, channel), from, to, silences };
}

function draftOf(
  topic: AlertTopic,
  span: UnwatchedTime,
  watches: readonly Watch[],
): Omit<AlertDraft, 'orderNumbers'> {
  const { start, end, sensorIds } = span;
  const { type, id } = topic.subject;
  const evidence = lastWords(span, watches);
  const last =
    evidence
      .map(({ eventTime }) => eventTime)
      .sort()
      .at(-1) ?? toIso(start);
  const which = `${sensorIds.slice(0, 3).join(', ')}${sensorIds.length > 3 ? ', ...' : ''}`;
  const time = end === undefined ? `since ${last}` : `for ${durationText(end - Date.parse(last))}`;
  const gave = end === undefined ? 'has given' : 'gave';
  const where = type === 'parcel' ? 'with' : 'on';
  return {
    ...topic,
    ...(type === 'vehicle' ? { vehicleId: id } : {}),
    severity: 'high',
    start,
    end,
    known: start,
    message: `None of the ${sensorIds.length} sensors ${where} ${id} ${gave} a reading ${time} (${which}).`,
    evidence,
  };
}

/** When each of them was last heard. */
function lastWords({ start }: UnwatchedTime, watches: readonly Watch[]): EvidenceRow[] {
  const found = watches.flatMap(({ sensorId, deviceId, from, to = forever, silences = [] }) => {
    const alert = silences.find((each) => each.start <= start && start < (each.end ?? forever));
    const said = alert?.evidence[0];
    if (said === undefined || from > start || to <= start) return [];
    return [
      ownEvidence({
        kind: 'silence',
        of: sensorId,
        time: Date.parse(said.eventTime),
        recordTime: Date.parse(said.recordTime),
        source: deviceId,
        text: `${sensorId} was last heard at ${said.eventTime}`,
      }),
    ];
  });
  return [...new Map(found.map((row) => [row.id, row])).values()];
}
