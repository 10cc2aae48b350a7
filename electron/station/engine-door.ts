import type { Engine } from '#engine/api.ts';
import { systemClock } from '#engine/clock.ts';
import { silentLog } from '#engine/log.ts';

import { Failure } from './failure.ts';
import { thisProject } from './project.ts';
import { readStationFile, type StationInfo } from './station-file.ts';

const answerLimitMs = 120_000;

/** Calls the API of an engine that runs; `path` is what follows `/api/v1`. Fails in one sentence. */
export type StationCall = <Result>(
  method: string,
  path: string,
  body?: string,
  contentType?: string,
) => Promise<Result>;

/** The API of the engine that runs on a data folder, or undefined where none does. */
export async function runningStation(dataDir: string): Promise<StationCall | undefined> {
  const info = readStationFile(dataDir);
  return info !== undefined && (await answers(info)) ? callTo(info) : undefined;
}

/** After a crash the file that says how to reach an engine may be old. */
async function answers({ url }: StationInfo): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}

function callTo({ url, token }: StationInfo): StationCall {
  return async <Result>(method: string, path: string, body?: string, contentType?: string) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    // Our own station answers what the contract says.
    const said = (await answer.json()) as Result & { readonly error?: { readonly message: string } };
    if (answer.ok) return said;
    throw new Failure(1, said.error?.message ?? `the station answered ${answer.status}.`);
  };
}

/** An engine of one's own on a data folder on which none runs; whoever starts it stops it. */
export async function startOwnEngine(dataDir: string): Promise<Engine> {
  // The whole product: commands that need none of it are not to wait for it.
  const { createEngine } = await import('#engine/engine.ts');
  const engine = createEngine({
    dataDir,
    version: thisProject().version,
    clock: systemClock,
    log: silentLog,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    brokers: [],
    brokerPort: 0,
    brokerPortMayMove: true,
    demo: false,
  });
  await engine.start();
  return engine;
}
