import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { bytesToHeader } from 'pmtiles';

/** The JSON kept in an archive, or undefined where there is no archive or not a whole one. */
export function readMetadata(path: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  if (file.length < 127 || file.toString('latin1', 0, 7) !== 'PMTiles') return undefined;
  const header = bytesToHeader(Uint8Array.from(file.subarray(0, 127)).buffer);
  const end = header.tileDataOffset + (header.tileDataLength ?? 0);
  if (end !== file.length) return undefined;
  const start = header.jsonMetadataOffset;
  const json: unknown = JSON.parse(
    gunzipSync(file.subarray(start, start + header.jsonMetadataLength)).toString(),
  );
  return typeof json === 'object' && json !== null ? { ...json } : undefined;
}
