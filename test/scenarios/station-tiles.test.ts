import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';

import { createTileStore } from '../../electron/station/tiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-tiles-'));
const store = createTileStore(folder);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An archive of the PMTiles format, version 3, with one gzipped tile at 0/0/0. */
function archiveWith(tile: Buffer): Buffer {
  const packed = gzipSync(tile);
  // One entry: tile id 0, run length 1, its length as a varint, offset 0 (stored plus one).
  const length = packed.length < 128 ? [packed.length] : [(packed.length & 127) | 128, packed.length >> 7];
  const directory = gzipSync(Buffer.from([1, 0, 1, ...length, 1]));
  const metadata = gzipSync(Buffer.from('{}'));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0, 'latin1');
  header[7] = 3;
  const offsets = [
    127,
    directory.length,
    127 + directory.length,
    metadata.length,
    0,
    0,
    127 + directory.length + metadata.length,
    packed.length,
    1,
    1,
    1,
  ];
  offsets.forEach((value, index) => header.writeBigUInt64LE(BigInt(value), 8 + index * 8));
  // Clustered; directories and tiles are gzipped; the tiles are vector tiles; zoom 0 only.
  header.set([1, 2, 2, 1, 0, 0], 96);
  return Buffer.concat([header, directory, metadata, packed]);
}

describe('map tiles', () => {
  test('come unpacked out of an archive, and anew when the archive was built anew', async () => {
    const path = join(folder, 'world.pmtiles');
    writeFileSync(path, archiveWith(Buffer.from('first tile')));
    expect(Buffer.from((await store.tile('world', 0, 0, 0)) ?? []).toString()).toBe('first tile');
    writeFileSync(path, archiveWith(Buffer.from('another tile')));
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(Buffer.from((await store.tile('world', 0, 0, 0)) ?? []).toString()).toBe('another tile');
  });

  test('are absent, not an error, where the archive has none', async () => {
    writeFileSync(join(folder, 'small.pmtiles'), archiveWith(Buffer.from('tile')));
    expect(await store.tile('small', 3, 1, 1)).toBeUndefined();
    expect(await store.tile('small', 0, 5, 5)).toBeUndefined();
    expect(await store.tile('small', 30, 0, 0)).toBeUndefined();
  });

  test.each(['nonsense', '../world', '', 'world.pmtiles', 'a/b'])('there is no archive %j', async (name) => {
    expect(await store.tile(name, 0, 0, 0)).toBeNull();
  });

  test('an archive that is damaged is an error', async () => {
    writeFileSync(join(folder, 'broken.pmtiles'), 'nothing of the kind');
    await expect(store.tile('broken', 0, 0, 0)).rejects.toThrow();
  });
});
