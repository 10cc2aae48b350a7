import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the program's own files are, when it runs from its sources. */
export interface Project {
  readonly root: string;
  readonly version: string;
  /** The built page. */
  readonly rendererDir: string;
  /** Map archives shipped with the program. */
  readonly basemapDir: string;
}

/** The project this file belongs to. */
export function thisProject(): Project {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '0.0.0';
  return {
    root,
    version,
    rendererDir: join(root, 'out', 'renderer'),
    basemapDir: join(root, 'resources', 'basemap'),
  };
}
