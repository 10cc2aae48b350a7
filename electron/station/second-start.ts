import { z } from 'zod';

import { Failure } from './failure.ts';
import { readStationFile, type StationInfo } from './station-file.ts';

const answerLimitMs = 2000;

/** What a second start says: where the first one runs, with a fresh sign-in link where it gives one. */
export async function alreadyRunning(dataDir: string): Promise<Failure> {
  const info = readStationFile(dataDir);
  if (info === undefined) {
    return new Failure(3, `Another Waymark runs on the data folder ${dataDir}; it has not said yet where.`);
  }
  const link = await freshLink(info);
  const where =
    link === undefined
      ? `at ${info.url} (process ${info.pid})`
      : `at ${info.url} (process ${info.pid}; open ${link})`;
  return new Failure(3, `Another Waymark runs on the data folder ${dataDir}, ${where}.`);
}

async function freshLink({ url, token }: StationInfo): Promise<string | undefined> {
  try {
    const answer = await fetch(`${url}/api/v1/login-key`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return z.object({ openUrl: z.string() }).safeParse(await answer.json()).data?.openUrl;
  } catch {
    // The first one is starting, stopping or stuck: its address is all that can be said.
    return undefined;
  }
}
