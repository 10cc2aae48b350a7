import { PMTiles } from 'pmtiles';
import { describe, expect, it } from 'vitest';

import { type TileBytes, writeArchive } from '../../../resources/pmtiles-writer.ts';

function tilesOf(zooms: number): TileBytes[] {
  const tiles: TileBytes[] = [];
  for (let z = 0; z <= zooms; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      for (let y = 0; y < 2 ** z; y++) {
        // Some tiles are left out, as oceans are.
        if ((x * 7 + y * 3) % 5 !== 0)
          tiles.push({ z, x, y, bytes: new TextEncoder().encode(contentOf(z, x, y)) });
      }
    }
  }
  return tiles;
}

/** Text of a length that is hard to guess, so that a directory of many tiles does not pack down to nothing. */
function contentOf(z: number, x: number, y: number): string {
  return `${z}/${x}/${y}`.padEnd(10 + ((x * 7919 + y * 104_729 + x * y * 31) % 997), ' ');
}

function open(archive: Buffer): PMTiles {
  return new PMTiles({
    getKey: () => 'test',
    getBytes: async (offset, length) => ({
      data: Uint8Array.from(archive.subarray(offset, offset + length)).buffer,
    }),
  });
}

async function readAll(archive: Buffer, zooms: number): Promise<string[]> {
  const reader = open(archive);
  const found: string[] = [];
  for (let z = 0; z <= zooms; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      for (let y = 0; y < 2 ** z; y++) {
        const tile = await reader.getZxy(z, x, y);
        if (tile !== undefined) found.push(new TextDecoder().decode(tile.data));
      }
    }
  }
  return found;
}

describe('an archive of tiles', () => {
  it.each([
    ['with one directory', 4],
    ['with leaf directories, when one would be too large to be read at once', 7],
  ])('gives back exactly the tiles that were put in, %s', async (_, zooms) => {
    const tiles = tilesOf(zooms);
    const archive = writeArchive({ tiles, maxZoom: zooms, metadata: { name: 'test' } });
    expect(await readAll(archive, zooms)).toEqual(tiles.map(({ bytes }) => new TextDecoder().decode(bytes)));
    const header = await open(archive).getHeader();
    expect((header.leafDirectoryLength ?? 0) > 0).toBe(zooms === 7);
  });

  it('is the same whatever the order of the tiles', () => {
    const tiles = tilesOf(3);
    const forwards = writeArchive({ tiles, maxZoom: 3, metadata: {} });
    expect(writeArchive({ tiles: tiles.toReversed(), maxZoom: 3, metadata: {} }).equals(forwards)).toBe(true);
  });
});
