import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

import renderer from './renderer/vite.config.ts';

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The desktop build: main (with the engine's process beside it), preload and the page, each into its folder of `out`. */
export default defineConfig({
  main: {
    build: {
      outDir: path('out/main'),
      rolldownOptions: { input: { index: path('electron/main/index.ts') } },
    },
  },
  preload: {
    build: {
      outDir: path('out/preload'),
      // A sandboxed preload is one CommonJS file.
      rolldownOptions: {
        input: { index: path('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer,
});
