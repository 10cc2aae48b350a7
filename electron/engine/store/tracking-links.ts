import type Database from 'better-sqlite3';
import { createHash } from 'node:crypto';

export interface TrackingLinkRow {
  readonly orderKey: number;
  readonly expires: number;
}

/** Links for customers. Tokens are random and long: their plain hash says nothing of them. */
export interface TrackingLinkStore {
  add(
    token: string,
    link: TrackingLinkRow & { readonly createdTime: number; readonly createdBy: string },
  ): void;
  /** undefined when there is none, or it has ended. */
  find(token: string, now: number): TrackingLinkRow | undefined;
}

export function createTrackingLinkStore(db: Database.Database): TrackingLinkStore {
  const insert = db.prepare('INSERT INTO tracking_links VALUES (?, ?, ?, ?, ?)');
  const select = db.prepare<[Buffer, number], TrackingLinkRow>(
    'SELECT order_key AS orderKey, expires FROM tracking_links WHERE token_hash = ? AND expires > ?',
  );
  return {
    add: (token, { orderKey, createdTime, createdBy, expires }) =>
      void insert.run(hashOf(token), orderKey, createdTime, createdBy, expires),
    find: (token, now) => select.get(hashOf(token), now),
  };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
