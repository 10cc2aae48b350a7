import type { FastifyInstance } from 'fastify';

import type { Engine } from '#engine/api.ts';
import type { Clock } from '#engine/clock.ts';
import type { Log } from '#engine/log.ts';

import { createAccess } from './access.ts';
import { Failure, sentenceOf } from './failure.ts';
import { allowedHosts, bracketed } from './guards.ts';
import { createHttp } from './http.ts';
import type { PageFolders } from './pages.ts';
import { watchPresence, type PresenceWatch } from './presence-watch.ts';
import { removeStationFile, writeStationFile } from './station-file.ts';
import { openUrlOf, type Health } from './system-calls.ts';
import { acceptUpgrades } from './upgrade.ts';

export interface StationOptions {
  /** Already started. */
  readonly engine: Engine;
  readonly dataDir: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  /** 0 = any free. */
  readonly port: number;
  readonly folders: PageFolders;
}

/** A station that answers. */
export interface Station {
  readonly url: string;
  /** Signs a browser in, once, within a minute. */
  readonly openUrl: string;
  readonly port: number;
  readonly token: string;
  /** Answers nothing more; the engine goes on. */
  close(): Promise<void>;
  /** Takes `station.json` away; the last step of a clean stop. */
  forget(): void;
}

/** Where it answers, once it does. */
interface Address {
  readonly url: string;
  readonly port: number;
  readonly hosts: ReadonlySet<string>;
}

/**
 * Serves an engine over HTTP and WebSocket and writes `station.json`. Rejects with a Failure in one sentence
 * where the port cannot be had.
 */
export async function openStation(options: StationOptions): Promise<Station> {
  const { engine, dataDir, clock } = options;
  const access = createAccess({ dataDir, clock, authenticate: (token) => engine.authenticate(token) });
  const presence = watchPresence(engine);
  let address: Address = { url: '', port: 0, hosts: new Set() };
  const hosts = () => address.hosts;
  const onOwnerLink = (openUrl: string) => record(options, address, access.token, openUrl);
  const health = healthOf(presence, options);
  const app = await createHttp({ ...options, access, hosts, onOwnerLink, health, url: () => address.url });
  const upgrades = acceptUpgrades(app.server, { engine, access, clock, hosts });
  const close = async (): Promise<void> => {
    presence.stop();
    upgrades.close();
    await app.close();
  };
  try {
    address = await listen(app, options);
  } catch (error) {
    await close();
    throw error;
  }
  engine.setHttpUrl(address.url);
  const openUrl = openUrlOf(address.url, access.issueKey({ authorization: `Bearer ${access.token}` }).key);
  onOwnerLink(openUrl);
  const { url, port } = address;
  const forget = () => removeStationFile(dataDir, access.token);
  return { url, openUrl, port, token: access.token, close, forget };
}

function record(
  { engine, dataDir, version }: StationOptions,
  { url, port }: Address,
  token: string,
  openUrl: string,
): void {
  writeStationFile(dataDir, {
    url,
    openUrl,
    token,
    port,
    brokerUrl: engine.brokerUrl(),
    pid: process.pid,
    version,
  });
}

function healthOf(presence: PresenceWatch, { clock, version }: StationOptions): () => Health {
  const begin = clock.monotonic();
  return () => ({
    status: presence.current()?.status ?? 'degraded',
    version,
    uptimeS: Math.floor((clock.monotonic() - begin) / 1000),
  });
}

/** An address to open on this computer: "any address" is none. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

async function listen(app: FastifyInstance, { host, port: asked }: StationOptions): Promise<Address> {
  try {
    await app.listen({ host, port: asked });
  } catch (error) {
    throw new Failure(1, listenSentence(error, host, asked));
  }
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : asked;
  return { url: `http://${bracketed(reachable(host))}:${port}`, port, hosts: allowedHosts(host, port) };
}

function listenSentence(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program; stop it or choose another with --port N (0 = any free).`;
    case 'EACCES':
      return `Port ${port} on ${host} is not allowed for this user; choose one above 1023 with --port N.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this computer; choose another with --host ADDR.`;
    default:
      return `Port ${port} on ${host} cannot be opened: ${sentenceOf(error)}.`;
  }
}
