import { PMTiles } from 'pmtiles';
import { describe, expect, it } from 'vitest';

import { type TileBytes, writeArchive } from '../../../resources/pmtiles-writer.ts';

/** Bytes that do not pack, of a length that is hard to guess: else a directory of many tiles packs to nothing. */
function noise(seed: number): Uint8Array {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 16;
  return Uint8Array.from({ length: 20 + (next() % 400) }, next);
}

function tilesOf(zooms: number): TileBytes[] {
  const tiles: TileBytes[] = [];
  for (let z = 0; z <= zooms; z++) {
    for (let x = 0; x < 2 ** z; x++) {
      for (let y = 0; y < 2 ** z; y++) {
        // Some tiles are left out, as oceans are.
        if ((x * 7 + y * 3) % 5 !== 0) tiles.push({ z, x, y, bytes: noise(z * 1e6 + x * 1000 + y) });
      }
    }
  }
  return tiles;
}

function open(archive: Buffer): PMTiles {
  return new PMTiles({
    getKey: () => 'test',
    getBytes: async (offset, length) => ({
      data: Uint8Array.from(archive.subarray(offset, offset + length)).buffer,
    }),
  });
}

describe('an archive of tiles', () => {
  it.each([
    { name: 'with one directory', zooms: 4, every: 1, hasLeaves: false },
    {
      name: 'with leaf directories, where one could not be read at once',
      zooms: 7,
      every: 41,
      hasLeaves: true,
    },
  ])('gives back the tiles that were put in and no others, $name', async ({ zooms, every, hasLeaves }) => {
    const tiles = tilesOf(zooms);
    const archive = open(writeArchive({ tiles, maxZoom: zooms, metadata: { name: 'test' } }));
    const { leafDirectoryLength = 0 } = await archive.getHeader();
    expect(leafDirectoryLength > 0).toBe(hasLeaves);
    for (const { z, x, y, bytes } of tiles.filter((_, index) => index % every === 0)) {
      const tile = await archive.getZxy(z, x, y);
      expect(tile && Buffer.from(tile.data).equals(bytes)).toBe(true);
    }
    expect(await archive.getZxy(zooms, 0, 0)).toBeUndefined();
    expect(await archive.getZxy(zooms, 5, 0)).toBeUndefined();
  });

  it('is the same whatever the order of the tiles', () => {
    const tiles = tilesOf(3);
    const forwards = writeArchive({ tiles, maxZoom: 3, metadata: {} });
    expect(writeArchive({ tiles: tiles.toReversed(), maxZoom: 3, metadata: {} }).equals(forwards)).toBe(true);
  });
});
