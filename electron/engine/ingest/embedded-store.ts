import { mkdir, rename } from 'node:fs/promises';

import createPersistence from 'aedes-persistence-level';
import type { LevelPersistence } from 'aedes-persistence-level';
import { Level } from 'level';

import { dayMs } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import type { Log } from '../log.ts';

/** A client that keeps a session but has not come back for this long is forgotten, with what waits for it. */
const sessionExpiryMs = 14 * dayMs;

/**
 * The embedded broker's memory: queues, sessions, wills and retained messages. It survives a killed process;
 * a power cut may cost its last moments, which is why what matters is in the database before it is acknowledged.
 */
export interface EmbeddedStore {
  readonly persistence: LevelPersistence;
  /** A sentence where something had to be given up to open it. */
  readonly notice: string | undefined;
  /** Notes that a client with a lasting session is or was here. */
  sawClient(clientId: string, now: number): Promise<void>;
  /** Forgets the sessions of clients that stayed away too long; says whose. */
  expireSessions(now: number, isConnected: (clientId: string) => boolean): Promise<readonly string[]>;
  /** Bytes of messages waiting for clients that are away; an estimate. */
  waitingBytes(): Promise<number>;
  close(): Promise<void>;
}

/** `level` is classic-level in Node; its common types leave these out. */
interface OnDisk {
  approximateSize(start: string, end: string): Promise<number>;
}
const OnDisk = Level as unknown as { repair(location: string): Promise<void> };

const seenPrefix = 'waymark-seen:';
const subscriptionPrefix = 'subscriptions:';

/** Opens the store in its folder; a damaged one is repaired, or put aside and named in `notice`. */
export async function openEmbeddedStore(dir: string, now: number, log: Log): Promise<EmbeddedStore> {
  await mkdir(dir, { recursive: true });
  const { db, notice } = await openLevel(dir, now, log);
  const persistence = createPersistence(db);
  surviveReadErrors(persistence, log);
  return {
    persistence,
    notice,
    sawClient: (clientId, at) => db.put(seenPrefix + encodeURIComponent(clientId), String(at)),
    expireSessions: (at, isConnected) => expireSessions(db, persistence, at, isConnected),
    waitingBytes: () => (db as unknown as OnDisk).approximateSize('outgoing:', 'outgoing;'),
    close: () => db.close(),
  };
}

async function openLevel(
  dir: string,
  now: number,
  log: Log,
): Promise<{ db: Level; notice: string | undefined }> {
  try {
    return { db: await open(dir), notice: undefined };
  } catch (error) {
    refuseUnlessDamaged(error, dir);
    log.error('embedded broker store damaged', { error: causeOf(error).text });
  }
  try {
    await OnDisk.repair(dir);
    return {
      db: await open(dir),
      notice: 'The store of the embedded broker was damaged and has been repaired.',
    };
  } catch (error) {
    log.error('embedded broker store beyond repair', { error: causeOf(error).text });
  }
  const aside = `${dir}.damaged-${now}`;
  await rename(dir, aside);
  const notice = `The store of the embedded broker was damaged beyond repair and lies in ${aside}; its queued and retained messages start empty.`;
  return { db: await open(dir), notice };
}

async function open(dir: string): Promise<Level> {
  const db = new Level(dir);
  await db.open();
  return db;
}

function causeOf(error: unknown): { code: string; text: string } {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return { code: String(code), text: String(message) };
}

/** Another process, a missing permission or a full disk is no damage; nothing must be moved aside for them. */
function refuseUnlessDamaged(error: unknown, dir: string): void {
  const { code, text } = causeOf(error);
  if (code === 'LEVEL_LOCKED') {
    throw new DomainError('unavailable', `Another program is using the embedded broker's store in ${dir}.`);
  }
  const damaged =
    code === 'LEVEL_CORRUPTION' || (code === 'LEVEL_IO_ERROR' && !/permission|space|read-only/i.test(text));
  if (!damaged)
    throw new DomainError('unavailable', `The embedded broker's store in ${dir} cannot be opened (${text}).`);
}

/** aedes pipes this stream without an error handler; a failed read must not end the process. */
function surviveReadErrors(persistence: LevelPersistence, log: Log): void {
  const original = persistence.createRetainedStreamCombi.bind(persistence);
  persistence.createRetainedStreamCombi = (patterns) =>
    original(patterns).on('error', (error) => {
      log.error('retained messages could not be read', { error: String(error) });
    });
}

async function expireSessions(
  db: Level,
  persistence: LevelPersistence,
  now: number,
  isConnected: (clientId: string) => boolean,
): Promise<readonly string[]> {
  const expired: string[] = [];
  for (const clientId of await lastingClients(db)) {
    const key = seenPrefix + encodeURIComponent(clientId);
    const seen = Number((await db.get(key)) ?? Number.NaN);
    if (isConnected(clientId) || Number.isNaN(seen)) {
      await db.put(key, String(now));
    } else if (now - seen > sessionExpiryMs) {
      await persistence.cleanSubscriptions({ id: clientId });
      for (const kind of ['outgoing', 'outgoing-id', 'incoming']) {
        const prefix = `${kind}:${encodeURIComponent(clientId)}`;
        await db.clear({ gte: `${prefix}:`, lt: `${prefix};` });
      }
      await db.del(key);
      expired.push(clientId);
    }
  }
  return expired;
}

async function lastingClients(db: Level): Promise<ReadonlySet<string>> {
  const clients = new Set<string>();
  for await (const key of db.keys({ gte: subscriptionPrefix, lt: 'subscriptions;' })) {
    const [encoded = ''] = key.slice(subscriptionPrefix.length).split(':', 1);
    clients.add(decodeURIComponent(encoded));
  }
  return clients;
}
