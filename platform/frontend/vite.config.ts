import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// One entry a kind of page; `page` is on every page, the others only where a page needs them.
const entries = { page: 'src/page/index.ts', forms: 'src/forms/index.ts' };

export default defineConfig({
  base: '/static/web/dist/',
  build: {
    outDir: resolve(import.meta.dirname, '../onegrid/web/static/web/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: Object.fromEntries(
        Object.entries(entries).map(([name, path]) => [name, resolve(import.meta.dirname, path)]),
      ),
    },
  },
});
