import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';

import { checkDatabase } from '#engine/store/offline.ts';

import { sentenceOf } from './failure.ts';
import { readStationFile, type StationInfo } from './station-file.ts';

const answerLimitMs = 3000;
const littleRoomBytes = 1024 ** 3;

export interface Finding {
  readonly check: 'data folder' | 'disk' | 'database' | 'station' | 'broker';
  readonly ok: boolean;
  /** One sentence. */
  readonly says: string;
}

const brokerPorts: Readonly<Record<string, number>> = {
  'mqtt:': 1883,
  'mqtts:': 8883,
  'ws:': 80,
  'wss:': 443,
};

/** Looks at everything a start depends on, changing nothing. */
export async function examine(dataDir: string, brokerUrls: readonly string[]): Promise<readonly Finding[]> {
  const folder = checkFolder(dataDir);
  if (!folder.ok || !existsSync(dataDir))
    return [folder, ...(await Promise.all(brokerUrls.map(checkBroker)))];
  const info = readStationFile(dataDir);
  const brokers = brokerUrls.length > 0 ? brokerUrls : info === undefined ? [] : [info.brokerUrl];
  const remote = [checkStation(info), ...brokers.map(checkBroker)];
  return [folder, checkDisk(dataDir), checkStored(dataDir), ...(await Promise.all(remote))];
}

function checkFolder(dataDir: string): Finding {
  const check = 'data folder';
  if (!existsSync(dataDir))
    return { check, ok: true, says: `${dataDir} does not exist yet; the first start makes it.` };
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return { check, ok: true, says: `${dataDir} can be read and written.` };
  } catch (error) {
    return { check, ok: false, says: `${dataDir} cannot be used: ${sentenceOf(error)}.` };
  }
}

function checkDisk(dataDir: string): Finding {
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  return {
    check: 'disk',
    ok: free >= littleRoomBytes,
    says: `${(free / 1024 ** 3).toFixed(1)} GB are free.`,
  };
}

function checkStored(dataDir: string): Finding {
  const { exists, problems, bytes, schemaVersion } = checkDatabase(dataDir);
  const check = 'database';
  if (!exists) return { check, ok: true, says: 'There is none yet; the first start makes it.' };
  if (problems.length > 0) return { check, ok: false, says: problems.join(' ') };
  return { check, ok: true, says: `Sound: ${(bytes / 1024 ** 2).toFixed(1)} MB, schema ${schemaVersion}.` };
}

async function checkStation(info: StationInfo | undefined): Promise<Finding> {
  const check = 'station';
  if (info === undefined) return { check, ok: true, says: 'None runs on this data folder.' };
  try {
    const answer = await fetch(`${info.url}/api/v1/health`, { signal: AbortSignal.timeout(answerLimitMs) });
    const health: unknown = await answer.json();
    const status =
      typeof health === 'object' && health !== null && 'status' in health ? String(health.status) : 'unknown';
    return {
      check,
      ok: status === 'ok',
      says: `Runs at ${info.url} (process ${info.pid}, version ${info.version}): ${status}.`,
    };
  } catch {
    return {
      check,
      ok: false,
      says: `station.json names ${info.url} (process ${info.pid}), but nothing answers there: it ended without saying so.`,
    };
  }
}

function checkBroker(text: string): Promise<Finding> {
  const url = URL.parse(text);
  if (url === null || url.hostname === '')
    return Promise.resolve({ check: 'broker', ok: false, says: 'The URL of the broker is none.' });
  const port = Number(url.port) || (brokerPorts[url.protocol] ?? 1883);
  const where = `${url.protocol}//${url.hostname}:${port}`;
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replaceAll(/^\[|\]$/g, ''), port, timeout: answerLimitMs });
    const settle = (ok: boolean, says: string): void => {
      socket.destroy();
      resolve({ check: 'broker', ok, says });
    };
    socket.on('connect', () => settle(true, `${where} accepts connections.`));
    socket.on('timeout', () => settle(false, `${where} does not answer.`));
    socket.on('error', (error) => settle(false, `${where} cannot be reached: ${sentenceOf(error)}.`));
  });
}
