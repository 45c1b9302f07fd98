import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// One entry a kind of page; `page` is on every page, the others only where a page needs them.
const entries = {
  page: 'src/page/index.ts',
  diagram: 'src/diagram/index.ts',
};

export default defineConfig({
  base: '/static/web/dist/',
  build: {
    outDir: resolve(import.meta.dirname, '../onegrid/web/static/web/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      checks: { eval: false }, // htmx has one; the page's htmx-config and the content security policy both forbid it
      input: Object.fromEntries(
        Object.entries(entries).map(([name, path]) => [name, resolve(import.meta.dirname, path)]),
      ),
    },
  },
});
