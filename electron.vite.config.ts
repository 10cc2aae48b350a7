import { defineConfig } from 'electron-vite';

import renderer from './renderer/vite.config.ts';

const root = import.meta.dirname;

/** The desktop build: main (with the engine's process beside it), preload and the page, each into its folder of `out`. */
export default defineConfig({
  main: {
    build: {
      outDir: `${root}/out/main`,
      rolldownOptions: {
        input: {
          index: `${root}/electron/main/index.ts`,
          engine: `${root}/electron/engine-process/index.ts`,
          trainer: `${root}/electron/engine/tracking/past/trainer-thread.ts`,
          'order-reader': `${root}/electron/engine/tracking/order-reader-thread.ts`,
          simulator: `${root}/electron/simulator/main.ts`,
        },
      },
    },
  },
  preload: {
    build: {
      outDir: `${root}/out/preload`,
      // A sandboxed preload is one CommonJS file.
      rolldownOptions: {
        input: { index: `${root}/electron/preload/index.ts` },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...renderer,
    // A config imported by another is bundled into it, where its own folder is no longer its own.
    root: `${root}/renderer`,
    build: {
      ...renderer.build,
      outDir: `${root}/out/renderer`,
      rolldownOptions: { input: { index: `${root}/renderer/index.html` } },
      // Other browsers show the same page. One string, because electron-vite merges a list with itself.
      target: 'es2024',
    },
  },
});
