import { join } from 'node:path';

import { buildWhenStale } from '../../electron/station/console-build.ts';

export const projectRoot = join(import.meta.dirname, '..', '..');

/** Builds main, preload and page where what is in `out` is of other sources; as `npm start` does. */
export async function builtConsole(): Promise<void> {
  let output = '';
  try {
    await buildWhenStale({
      root: projectRoot,
      for: 'window',
      say: () => undefined,
      show: (text) => (output += text),
    });
  } catch (error) {
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
}
