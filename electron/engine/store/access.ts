import type Database from 'better-sqlite3';
import { createHash, timingSafeEqual } from 'node:crypto';

export interface TokenRecord {
  readonly token_id: string;
  readonly hash: Buffer;
  readonly role: 'operator' | 'viewer';
  readonly created_time: number;
  readonly expires: number | null;
}

export interface AuditRecord {
  readonly commandId: string | undefined;
  readonly time: number;
  readonly actor: string;
  readonly role: string;
  readonly name: string;
  readonly params: unknown;
  readonly result: unknown;
  readonly error: unknown;
}

export interface DoneRecord {
  readonly name: string;
  readonly actor: string;
  readonly params: unknown;
  readonly result: unknown;
}

/** Tokens (hashes only) and the record of every command. */
export interface AccessStore {
  tokens(): TokenRecord[];
  addToken(token: {
    tokenId: string;
    secret: string;
    role: 'operator' | 'viewer';
    createdTime: number;
    expires: number | undefined;
  }): void;
  /** False when there is no such token. */
  dropToken(tokenId: string): boolean;
  findToken(secret: string, now: number): TokenRecord | undefined;
  /** A command with this id that was carried out. */
  doneCommand(commandId: string): DoneRecord | undefined;
  audit(record: AuditRecord): void;
}

export function createAccessStore(db: Database.Database): AccessStore {
  const selectTokens = db.prepare<[], TokenRecord>(
    'SELECT token_id, hash, role, created_time, expires FROM tokens ORDER BY created_time',
  );
  const insertToken = db.prepare(
    'INSERT INTO tokens (token_id, hash, role, created_time, expires) VALUES (?, ?, ?, ?, ?)',
  );
  const deleteToken = db.prepare('DELETE FROM tokens WHERE token_id = ?');
  const selectCommand = db.prepare<
    [string],
    { name: string; actor: string; params: string; result: string | null }
  >('SELECT name, actor, params, result FROM audit WHERE command_id = ?');
  const insertAudit = db.prepare(
    'INSERT INTO audit (command_id, time, actor, role, name, params, result, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    tokens: () => selectTokens.all(),
    addToken: (token) =>
      void insertToken.run(
        token.tokenId,
        hashSecret(token.secret),
        token.role,
        token.createdTime,
        token.expires ?? null,
      ),
    dropToken: (tokenId) => deleteToken.run(tokenId).changes > 0,
    findToken(secret, now) {
      const hash = hashSecret(secret);
      return selectTokens
        .all()
        .find(
          (token) => timingSafeEqual(token.hash, hash) && (token.expires === null || token.expires > now),
        );
    },
    doneCommand(commandId) {
      const row = selectCommand.get(commandId);
      if (row === undefined) return undefined;
      const result: unknown = row.result === null ? undefined : JSON.parse(row.result);
      return { name: row.name, actor: row.actor, params: JSON.parse(row.params) as unknown, result };
    },
    audit: (record) =>
      void insertAudit.run(
        record.commandId ?? null,
        record.time,
        record.actor,
        record.role,
        record.name,
        toText(record.params) ?? 'null',
        toText(record.result),
        toText(record.error),
      ),
  };
}

function toText(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
