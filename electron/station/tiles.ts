import { existsSync } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';

/** Vector tiles out of the `.pmtiles` archives of a folder. */
export interface TileStore {
  /** The tile's bytes, unpacked; undefined where the archive has none there; null when there is no such archive. */
  tile(archive: string, z: number, x: number, y: number): Promise<Uint8Array | undefined | null>;
  close(): Promise<void>;
}

interface OpenArchive {
  readonly stamp: string;
  readonly tiles: PMTiles;
}

const deepest = 26;

export function createTileStore(folder: string): TileStore {
  const archives = new Map<string, OpenArchive>();
  // A rebuilt archive leaves its old file open until the end: requests on their way still read it.
  const files = new Set<FileHandle>();

  const archiveNamed = async (name: string): Promise<OpenArchive | null> => {
    const path = join(folder, `${name}.pmtiles`);
    if (!/^[\w-]{1,64}$/.test(name) || !existsSync(path)) return null;
    const { mtimeMs, size } = await stat(path);
    const stamp = `${mtimeMs}-${size}`;
    const known = archives.get(name);
    if (known?.stamp === stamp) return known;
    const file = await open(path, 'r');
    files.add(file);
    const archive = { stamp, tiles: new PMTiles(fileSource(path, stamp, file)) };
    archives.set(name, archive);
    return archive;
  };

  return {
    async tile(name, z, x, y) {
      const archive = await archiveNamed(name);
      if (archive === null) return null;
      if (z > deepest || x >= 2 ** z || y >= 2 ** z) return undefined;
      const found = await archive.tiles.getZxy(z, x, y);
      return found === undefined ? undefined : new Uint8Array(found.data);
    },
    async close() {
      archives.clear();
      await Promise.all([...files].map((file) => file.close()));
      files.clear();
    },
  };
}

/** PMTiles over a file descriptor: a range of the archive is one read at an offset. */
function fileSource(path: string, stamp: string, file: FileHandle): Source {
  return {
    getKey: () => `${path}@${stamp}`,
    async getBytes(offset, length): Promise<RangeResponse> {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return { data: bytes.buffer.slice(0, bytesRead) };
    },
  };
}
