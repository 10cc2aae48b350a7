import { existsSync } from 'node:fs';

/** In a packaged application the files a thread loads lie beside the archive. */
export function outsideArchive(path: string): string {
  const outside = path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
  return existsSync(outside) ? outside : path;
}
