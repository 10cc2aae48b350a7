import type Database from 'better-sqlite3';

import type { CaseKind, CaseState } from '#shared/domain/case.ts';

/** What of a case can be changed. */
export interface CaseContent {
  readonly kind: CaseKind;
  readonly state: CaseState;
  readonly owner: string | undefined;
  readonly dueTime: number | undefined;
  /** Ids of items of the order's timeline. */
  readonly evidence: readonly string[];
}

/** What a customer asked or complained about; closed, never deleted. */
export interface CaseRow extends CaseContent {
  readonly key: number;
  readonly orderKey: number;
  readonly text: string;
  readonly openedTime: number;
  readonly openedBy: string;
  readonly changedTime: number;
  readonly closedTime: number | undefined;
}

/** What was set with a note; null: taken away. */
export interface CaseChanges {
  readonly kind?: CaseKind;
  readonly state?: CaseState;
  readonly owner?: string | null;
  readonly dueTime?: number | null;
  readonly evidence?: readonly string[];
}

export interface CaseNoteRow {
  readonly key: number;
  readonly time: number;
  readonly who: string;
  readonly text: string;
  readonly changed: CaseChanges | undefined;
}

export interface CaseFilter {
  readonly states: readonly CaseState[];
  /** Only those whose due time lies before this. */
  readonly dueBefore?: number | undefined;
  readonly kind?: CaseKind | undefined;
  readonly owner?: string | undefined;
  readonly orderKey?: number | undefined;
  readonly limit: number;
  readonly offset: number;
}

export interface CaseStore {
  /** Opens a case and gives its key. */
  open(opened: CaseContent & Pick<CaseRow, 'orderKey' | 'text' | 'openedTime' | 'openedBy'>): number;
  /** Sets what a case is now, and keeps who did that with which words. */
  change(key: number, content: CaseContent, note: Omit<CaseNoteRow, 'key'>): void;
  get(key: number): CaseRow | undefined;
  /** Oldest first. */
  notesOf(key: number): CaseNoteRow[];
  /** All of an order, as they were opened. */
  ofOrder(orderKey: number): CaseRow[];
  /** Not closed before closed, then by due time, then the newest first. */
  list(filter: CaseFilter): CaseRow[];
}

interface CaseRecord {
  case_key: number;
  order_key: number;
  kind: CaseKind;
  text: string;
  owner: string | null;
  due_time: number | null;
  state: CaseState;
  opened_time: number;
  opened_by: string;
  changed_time: number;
  closed_time: number | null;
  evidence: string;
}

interface NoteRecord {
  note_key: number;
  time: number;
  who: string;
  text: string;
  changed: string | null;
}

export function createCaseStore(db: Database.Database): CaseStore {
  const insert = db.prepare(
    `INSERT INTO cases (order_key, kind, text, owner, due_time, state, opened_time, opened_by, changed_time, closed_time, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)`,
  );
  const update = db.prepare(
    `UPDATE cases SET kind = :kind, owner = :owner, due_time = :due, state = :state, changed_time = :time, evidence = :evidence,
       closed_time = CASE WHEN :state <> 'closed' THEN NULL WHEN state = 'closed' THEN closed_time ELSE :time END
     WHERE case_key = :key`,
  );
  const note = db.prepare(
    'INSERT INTO case_notes (case_key, time, who, text, changed) VALUES (?, ?, ?, ?, ?)',
  );
  const one = db.prepare<[number], CaseRecord>('SELECT * FROM cases WHERE case_key = ?');
  const notes = db.prepare<[number], NoteRecord>(
    'SELECT * FROM case_notes WHERE case_key = ? ORDER BY note_key',
  );
  const ofOrder = db.prepare<[number], CaseRecord>(
    'SELECT * FROM cases WHERE order_key = ? ORDER BY case_key',
  );
  const list = db.prepare<Record<string, unknown>, CaseRecord>(
    `SELECT * FROM cases
     WHERE state IN (SELECT value FROM json_each(:states)) AND (:due IS NULL OR due_time < :due)
       AND (:kind IS NULL OR kind = :kind) AND (:owner IS NULL OR owner = :owner)
       AND (:order IS NULL OR order_key = :order)
     ORDER BY state = 'closed', CASE WHEN state = 'closed' THEN -closed_time ELSE ifnull(due_time, 9e15) END, case_key DESC
     LIMIT :limit OFFSET :offset`,
  );
  return {
    open({ orderKey, kind, text, owner, dueTime, state, openedTime, openedBy, evidence }) {
      const values = [orderKey, kind, text, owner ?? null, dueTime ?? null, state, openedTime, openedBy];
      return Number(insert.run(...values, openedTime, JSON.stringify(evidence)).lastInsertRowid);
    },
    change(key, { kind, state, owner, dueTime, evidence }, { time, who, text, changed }) {
      update.run({
        key,
        kind,
        state,
        owner: owner ?? null,
        due: dueTime ?? null,
        time,
        evidence: JSON.stringify(evidence),
      });
      note.run(key, time, who, text, changed === undefined ? null : JSON.stringify(changed));
    },
    get(key) {
      const record = one.get(key);
      return record && toCase(record);
    },
    notesOf: (key) => notes.all(key).map(toNote),
    ofOrder: (orderKey) => ofOrder.all(orderKey).map(toCase),
    list: ({ states, dueBefore, kind, owner, orderKey, limit, offset }) =>
      list
        .all({
          states: JSON.stringify(states),
          due: dueBefore ?? null,
          kind: kind ?? null,
          owner: owner ?? null,
          order: orderKey ?? null,
          limit,
          offset,
        })
        .map(toCase),
  };
}

function toCase(record: CaseRecord): CaseRow {
  return {
    key: record.case_key,
    orderKey: record.order_key,
    kind: record.kind,
    text: record.text,
    owner: record.owner ?? undefined,
    dueTime: record.due_time ?? undefined,
    state: record.state,
    openedTime: record.opened_time,
    openedBy: record.opened_by,
    changedTime: record.changed_time,
    closedTime: record.closed_time ?? undefined,
    evidence: JSON.parse(record.evidence) as string[],
  };
}

function toNote({ note_key, time, who, text, changed }: NoteRecord): CaseNoteRow {
  return {
    key: note_key,
    time,
    who,
    text,
    changed: changed === null ? undefined : (JSON.parse(changed) as CaseChanges),
  };
}
