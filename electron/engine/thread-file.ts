import { existsSync } from 'node:fs';

/**
 * The entry of a thread: `source` beside the module at `base` where Node runs the sources; else what it is built to,
 * beside the engine's entry or a folder above.
 */
export function threadFile(base: string, source: string, built: string): URL {
  const urls = [`./${source}`, `./${built}`, `../${built}`].map((place) => new URL(place, base));
  return urls.find((url) => existsSync(url)) ?? urls[0]!;
}
