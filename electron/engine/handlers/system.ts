import { randomBytes, randomUUID } from 'node:crypto';

import type { ParamsOut, ResultOf } from '#shared/contract/index.ts';
import type { EngineInfoResult, QuarantineEntry } from '#shared/contract/types.ts';
import { toIso } from '#shared/domain/time.ts';
import { DomainError } from '#shared/result.ts';

import { retrySource, type InboundMessage } from '../ingest/source.ts';
import { compact } from '../live/rows.ts';
import type { TokenRecord } from '../store/access.ts';
import type { QuarantineRecord } from '../store/quarantine.ts';
import type { EngineParts } from './engine-parts.ts';

export function systemHandlers(parts: EngineParts) {
  const { store, pipeline, clock } = parts;
  return {
    'stats.get': (): ResultOf<'stats.get'> => ({
      ingest: pipeline.books(),
      broker: { links: parts.brokers() },
      store: parts.storeState(),
    }),
    'engine.info': () => engineInfo(parts),
    'quarantine.list': (params: ParamsOut<'quarantine.list'>) => {
      const rows = store.ledger.listQuarantine({
        ...params,
        before: readKey(params.cursor),
        limit: params.limit + 1,
      });
      const items = rows.slice(0, params.limit).map(quarantineEntry);
      const last = items.at(-1);
      return rows.length > params.limit && last !== undefined
        ? { items, nextCursor: last.quarantineId }
        : { items };
    },
    'quarantine.retry': async (params: ParamsOut<'quarantine.retry'>) => {
      const key = /^\d{1,15}$/.test(params.quarantineId) ? Number(params.quarantineId) : 0;
      const result = await retryOne(parts, key);
      if (result === undefined) throw new DomainError('not-found', 'There is no such message in quarantine.');
      return result;
    },
    'tokens.list': () => ({ items: store.access.tokens().map(tokenRow) }),
    'tokens.create': (params: ParamsOut<'tokens.create'>) => {
      const token = {
        tokenId: randomUUID(),
        secret: randomBytes(32).toString('base64url'),
        role: params.role,
        createdTime: clock.now(),
        expires: params.expires === undefined ? undefined : Date.parse(params.expires),
      };
      store.access.addToken(token);
      return compact({
        tokenId: token.tokenId,
        role: token.role,
        createdTime: toIso(token.createdTime),
        expires: params.expires,
        token: token.secret,
      }) as ResultOf<'tokens.create'>;
    },
    'tokens.revoke': (params: ParamsOut<'tokens.revoke'>) => {
      if (!store.access.dropToken(params.tokenId))
        throw new DomainError('not-found', 'There is no such token.');
      return { tokenId: params.tokenId };
    },
  };
}

function engineInfo(parts: EngineParts): EngineInfoResult {
  return compact({
    version: parts.version,
    dataDir: parts.dataDir,
    databaseId: parts.store.databaseId,
    schemaVersion: parts.store.schemaVersion,
    startTime: toIso(parts.startTime),
    timeZone: parts.timeZone,
    brokerUrl: parts.brokerUrl(),
    httpUrl: parts.httpUrl(),
    store: parts.storeState(),
    formats: parts.adapters.map(({ id, title, vendor, topics }) => ({
      id,
      title,
      vendor,
      topics: [...topics],
    })),
  });
}

function readKey(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new DomainError('invalid-request', 'The cursor is not one this list gave.', { field: 'cursor' });
  return Number(text);
}

function quarantineEntry(record: QuarantineRecord): QuarantineEntry {
  return compact({
    quarantineId: String(record.quarantine_key),
    firstTime: toIso(record.first_time),
    lastTime: toIso(record.last_time),
    count: record.count,
    topic: record.topic,
    deviceId: record.device_id ?? undefined,
    adapter: record.adapter ?? undefined,
    reason: record.reason,
    detail: record.detail,
    part: record.part === 1,
    bytes: record.payload.length,
    payloadBase64: record.payload.toString('base64'),
  });
}

function tokenRow(record: TokenRecord) {
  return compact({
    tokenId: record.token_id,
    role: record.role,
    createdTime: toIso(record.created_time),
    expires: record.expires === null ? undefined : toIso(record.expires),
  }) as ResultOf<'tokens.list'>['items'][number];
}

/**
 * Runs a quarantined message through today's formats and devices, at the time it first came. When it is used
 * now, its row goes and its earlier counts in the books move from quarantined to what it became. Undefined when
 * there is no such row.
 */
export async function retryOne(
  { store, pipeline }: EngineParts,
  quarantineKey: number,
): Promise<ResultOf<'quarantine.retry'> | undefined> {
  const record = store.ledger.getQuarantine(quarantineKey);
  if (record === undefined) return undefined;
  const message: InboundMessage = {
    source: retrySource,
    topic: record.topic,
    payload: record.payload,
    qos: 0,
    retained: false,
    dup: false,
    receivedAt: record.first_time,
  };
  const result = await pipeline.retry(message, () => {
    const now = store.ledger.getQuarantine(quarantineKey);
    return now && { quarantineKey, part: now.part === 1, count: now.count };
  });
  if (result === undefined) return undefined;
  const outcome = result.outcome === 'limited' ? 'ignored' : result.outcome;
  return { outcome, detail: result.detail };
}
