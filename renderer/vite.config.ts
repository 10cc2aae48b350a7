import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The page. Every asset is a file of its own: the page's CSP allows no inline styles, scripts or data: fonts. */
export default defineConfig({
  root,
  base: './',
  plugins: [react()],
  css: { modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
  build: {
    outDir: `${root}/../out/renderer`,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome135', 'firefox135', 'safari18'],
    minify: true,
    // MapLibre alone is more than the usual limit; it is in the Fleet screen's own chunk.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { index: `${root}/index.html` } },
  },
});
