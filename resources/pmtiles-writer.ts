import { gzipSync } from 'node:zlib';

import { zxyToTileId } from 'pmtiles';

/** One finished tile: its place and its uncompressed bytes. */
export interface TileBytes {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

export interface ArchiveOptions {
  readonly tiles: Iterable<TileBytes>;
  readonly maxZoom: number;
  /** Free JSON kept in the archive; `vector_layers` and `attribution` are what readers look for. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface Entry {
  readonly tileId: number;
  readonly offset: number;
  readonly length: number;
}

const headerBytes = 127;
/** Readers fetch the first 16 KiB at once: header and root directory must fit. */
const rootLimit = 16_384 - headerBytes;
const leafEntries = 2048;

/** Lays out a PMTiles v3 archive (clustered, gzip, MVT). The same input gives the same bytes on every platform. */
export function writeArchive({ tiles, maxZoom, metadata }: ArchiveOptions): Buffer {
  const { entries, data } = layOutTiles(tiles);
  const { root, leaves } = layOutDirectories(entries);
  const json = gzip(Buffer.from(JSON.stringify(metadata)));
  const header = writeHeader({ root, json, leaves, data, count: entries.length, maxZoom });
  return Buffer.concat([header, root, json, leaves, data]);
}

function layOutTiles(tiles: Iterable<TileBytes>): { entries: Entry[]; data: Buffer } {
  const byId = [...tiles].map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes }));
  byId.sort((a, b) => a.id - b.id);
  const entries: Entry[] = [];
  const parts: Buffer[] = [];
  let offset = 0;
  for (const { id, bytes } of byId) {
    const part = gzip(bytes);
    entries.push({ tileId: id, offset, length: part.length });
    parts.push(part);
    offset += part.length;
  }
  return { entries, data: Buffer.concat(parts) };
}

function layOutDirectories(entries: readonly Entry[]): { root: Buffer; leaves: Buffer } {
  const whole = encodeDirectory(entries, 1);
  if (whole.length <= rootLimit) return { root: whole, leaves: Buffer.alloc(0) };
  const parts: Buffer[] = [];
  const pointers: Entry[] = [];
  let offset = 0;
  for (let start = 0; start < entries.length; start += leafEntries) {
    const slice = entries.slice(start, start + leafEntries);
    const part = encodeDirectory(slice, 1);
    pointers.push({ tileId: slice[0]?.tileId ?? 0, offset, length: part.length });
    parts.push(part);
    offset += part.length;
  }
  return { root: encodeDirectory(pointers, 0), leaves: Buffer.concat(parts) };
}

/** Columns of varints: tile id deltas, run lengths (0 = points to a leaf), lengths, offsets (0 = follows on). */
function encodeDirectory(entries: readonly Entry[], runLength: 0 | 1): Buffer {
  const out: number[] = [];
  pushVarint(out, entries.length);
  let previousId = 0;
  for (const { tileId } of entries) {
    pushVarint(out, tileId - previousId);
    previousId = tileId;
  }
  for (const _ of entries) pushVarint(out, runLength);
  for (const { length } of entries) pushVarint(out, length);
  let end = -1;
  for (const { offset, length } of entries) {
    pushVarint(out, offset === end ? 0 : offset + 1);
    end = offset + length;
  }
  return gzip(Uint8Array.from(out));
}

function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

function gzip(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes, { level: 9 });
  // Byte 9 names the operating system that packed it; 255 = unknown, so that all of them write the same file.
  packed[9] = 255;
  return packed;
}

interface Sections {
  readonly root: Buffer;
  readonly json: Buffer;
  readonly leaves: Buffer;
  readonly data: Buffer;
  readonly count: number;
  readonly maxZoom: number;
}

function writeHeader({ root, json, leaves, data, count, maxZoom }: Sections): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  let offset = headerBytes;
  for (const [place, section] of [root, json, leaves, data].entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + place * 16);
    header.writeBigUInt64LE(BigInt(section.length), 16 + place * 16);
    offset += section.length;
  }
  for (const place of [72, 80, 88]) header.writeBigUInt64LE(BigInt(count), place);
  const clustered = 1;
  const gzipped = 2;
  const mvt = 1;
  header.set([clustered, gzipped, gzipped, mvt, 0, maxZoom], 96);
  const degrees = 1e7;
  const world = [-180, -85.0511287, 180, 85.0511287];
  for (const [place, value] of world.entries())
    header.writeInt32LE(Math.round(value * degrees), 102 + place * 4);
  header.writeUInt8(2, 118);
  return header;
}
