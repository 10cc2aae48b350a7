import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

import { writePrivately } from './private-file.ts';

const StationFile = z.object({
  url: z.string(),
  openUrl: z.string(),
  token: z.string(),
  port: z.number(),
  brokerUrl: z.string(),
  pid: z.number(),
  version: z.string(),
});

/** How to reach the engine that runs on a data folder. */
export type StationInfo = z.infer<typeof StationFile>;

/** Where a running engine says how to reach it. */
export function stationFilePath(dataDir: string): string {
  return join(dataDir, 'station.json');
}

export function writeStationFile(dataDir: string, info: StationInfo): void {
  writePrivately(stationFilePath(dataDir), `${JSON.stringify(info, undefined, 2)}\n`);
}

/** What the file says, or undefined where there is none or it is not one of ours; after a crash it may be old. */
export function readStationFile(dataDir: string): StationInfo | undefined {
  let text: string;
  try {
    text = readFileSync(stationFilePath(dataDir), 'utf8');
  } catch {
    return undefined;
  }
  return parseStationFile(text);
}

function parseStationFile(text: string): StationInfo | undefined {
  try {
    return StationFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Removes the file unless another station has written its own meanwhile. */
export function removeStationFile(dataDir: string, token: string): void {
  if (readStationFile(dataDir)?.token === token) rmSync(stationFilePath(dataDir), { force: true });
}
