import type { AlertRow as ContractRow, AmendmentRow, EvidenceRow } from '#shared/contract/types.ts';
import type { AlertKind, AlertState, AlertSubjectType, Severity } from '#shared/domain/alert.ts';
import { toIso } from '#shared/domain/time.ts';

import type { Clock } from '../clock.ts';
import type { AlertRow } from '../store/alerts.ts';
import type { Store } from '../store/store.ts';
import type { Handling } from './handling.ts';
import { advance, born, stateOf, type Life, type LifeEvent } from './lifecycle.ts';
import { durationText } from './limits.ts';

/** Who speaks in notes that nobody wrote. */
const system = 'waymark';
/** An alert that could have been known this much earlier says so. */
const knownLateMs = 120_000;
/** What comes again this soon after it was over chatters. */
const againWithinMs = 600_000;

export interface Subject {
  readonly type: AlertSubjectType;
  readonly id: string;
}

/** One rule (with one limit, where it has several) about one subject: at most one open alert at a time. */
export interface AlertTopic {
  readonly kind: AlertKind;
  readonly ruleKey: string;
  readonly subject: Subject;
}

/** Where an alert is, for links. */
export interface Whereabouts {
  readonly deviceId?: string | undefined;
  readonly channel?: string | undefined;
  readonly vehicleId?: string | undefined;
  readonly siteId?: string | undefined;
}

/** What is to be shown of a span in which a condition held. */
export interface Telling extends Whereabouts {
  readonly severity: Severity;
  readonly message: string;
  readonly evidence: readonly EvidenceRow[];
  readonly measure?: ContractRow['measure'];
  readonly silence?: ContractRow['silence'];
  readonly mismatch?: ContractRow['mismatch'];
}

/** An alert in memory. */
export interface AlertRecord extends AlertTopic, Telling {
  readonly key: number;
  readonly start: number;
  readonly end: number | undefined;
  readonly raised: number;
  readonly changed: number;
  readonly closed: number | undefined;
  readonly life: Life;
  readonly assignee: string | undefined;
  readonly amendments: readonly AmendmentRow[];
  readonly notes: ContractRow['notes'];
  readonly orderNumbers: readonly string[];
  /** What people decided about the goods. */
  readonly handling?: Handling | undefined;
  /** It came again within ten minutes of the one before: the how-manieth in a row, as known when it was raised. */
  readonly repeats?: number | undefined;
}

export interface AlertDraft extends AlertTopic, Telling {
  readonly start: number;
  readonly end: number | undefined;
  /** When it could have been known. */
  readonly known: number;
  readonly latching?: boolean;
  readonly endsByDecision?: boolean;
  readonly orderNumbers: readonly string[];
}

/** All alerts, written through; nothing is kept here, so a transaction that fails leaves nothing behind. */
export interface AlertBook {
  raise(draft: AlertDraft): AlertRecord;
  /** Keeps what changed, with its new state. */
  save(record: AlertRecord): AlertRecord;
  /** Saves with one step of its life, if any, and, where something is to be said, a note. */
  live(
    record: AlertRecord,
    event: LifeEvent | undefined,
    note?: {
      readonly who: string;
      readonly text: string;
      readonly action: ContractRow['notes'][number]['action'];
    },
  ): AlertRecord;
  /** A text with sites and vehicles called by their names, where they have any. */
  inNames(text: string): string;
  get(key: number): AlertRecord | undefined;
  touching(topic: AlertTopic, from: number, to: number): AlertRecord[];
  /** Those of a topic of which something is left to do. */
  openOf(topic: AlertTopic): AlertRecord[];
  read(row: AlertRow): AlertRecord;
  state(record: AlertRecord): AlertState;
  /** Keys of alerts written since the last call, whether or not that was committed. */
  takeChanged(): number[];
}

type Body = Omit<
  AlertRecord,
  | 'key'
  | 'kind'
  | 'ruleKey'
  | 'subject'
  | 'deviceId'
  | 'start'
  | 'end'
  | 'raised'
  | 'changed'
  | 'closed'
  | 'orderNumbers'
>;

export function createBook(store: Store, clock: Clock): AlertBook {
  let changed = new Set<number>();

  function read(row: AlertRow): AlertRecord {
    const { key, start, end, raised, changed: changedTime, closed, deviceId } = row;
    // Both were written below, from these very types.
    const topic = {
      kind: row.kind as AlertKind,
      ruleKey: row.ruleKey,
      subject: { type: row.subjectType as AlertSubjectType, id: row.subjectId },
    };
    const body = JSON.parse(row.body) as Body;
    return {
      ...body,
      ...topic,
      key,
      start,
      end,
      raised,
      changed: changedTime,
      closed,
      deviceId,
      orderNumbers: store.alerts.ordersOf(key),
    };
  }

  function save(record: AlertRecord): AlertRecord {
    const now = clock.now();
    const row = { ...write(record, now), key: record.key };
    store.alerts.update(row);
    if (!sameNames(store.alerts.ordersOf(record.key), record.orderNumbers))
      store.alerts.setOrders(record.key, record.orderNumbers);
    changed.add(record.key);
    return { ...record, changed: now, closed: row.closed };
  }

  function newest({ ruleKey, subject }: AlertTopic): AlertRecord | undefined {
    const row = store.alerts.newest({ ruleKey, subjectType: subject.type, subjectId: subject.id });
    return row && read(row);
  }

  return {
    raise(draft) {
      const now = clock.now();
      const { known, latching = false, endsByDecision = false, ...told } = draft;
      const before = newest(draft);
      const outOfService = before?.life.outOfService;
      const life = born({ active: draft.end === undefined, latching, endsByDecision, outOfService });
      const late = now - known;
      const text = `Known ${durationText(late)} after it could have been.`;
      const notes =
        late > knownLateMs ? [{ time: toIso(now), who: system, text, action: 'system' as const }] : [];
      const record = {
        ...told,
        raised: now,
        changed: now,
        closed: undefined,
        life,
        assignee: undefined,
        amendments: [],
        notes,
        repeats: repeatsAfter(before, draft.start),
      };
      const key = store.alerts.insert(write(record, now));
      store.alerts.setOrders(key, draft.orderNumbers);
      changed.add(key);
      return { ...record, key };
    },
    save,
    live(record, event, note) {
      const now = clock.now();
      const notes = note === undefined ? record.notes : [...record.notes, { time: toIso(now), ...note }];
      const life = event === undefined ? record.life : advance(record.life, event, now);
      return save({ ...record, life, notes });
    },
    inNames: (text) => store.places.inNames(text),
    get(key) {
      const row = store.alerts.byKey(key);
      return row && read(row);
    },
    openOf: ({ ruleKey, subject }) =>
      store.alerts.openOfTopic({ ruleKey, subjectType: subject.type, subjectId: subject.id }).map(read),
    touching: ({ ruleKey, subject }, from, to) =>
      store.alerts
        .touching({ ruleKey, subjectType: subject.type, subjectId: subject.id }, from, to)
        .map(read),
    read,
    state: (record) => stateOf(record.life, clock.now()),
    takeChanged() {
      const keys = [...changed];
      changed = new Set();
      return keys;
    },
  };
}

function write(record: Omit<AlertRecord, 'key'>, now: number): Omit<AlertRow, 'key'> {
  const {
    kind,
    ruleKey,
    subject,
    deviceId,
    start,
    end,
    raised,
    changed: _changed,
    closed,
    orderNumbers: _orders,
    ...body
  } = record;
  const state = stateOf(record.life, now);
  return {
    kind,
    ruleKey,
    subjectType: subject.type,
    subjectId: subject.id,
    deviceId,
    start,
    end,
    raised,
    changed: now,
    closed: state === 'normal' ? (closed ?? now) : undefined,
    state,
    withdrawn: record.life.withdrawn,
    body: JSON.stringify({ ...body, key: undefined } satisfies Body & { key: undefined }),
  };
}

/** The how-manieth in a row an alert is; undefined for one that stands alone. */
function repeatsAfter(before: AlertRecord | undefined, start: number): number | undefined {
  const isAgain = before?.end !== undefined && start >= before.end && start - before.end <= againWithinMs;
  return isAgain ? (before.repeats ?? 1) + 1 : undefined;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
