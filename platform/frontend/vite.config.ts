import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// One entry a kind of page: every folder of src/ with an index.ts. `page` is on every page, the others only where a page needs them.
const source = resolve(import.meta.dirname, 'src');
const entries = readdirSync(source)
  .map((name) => ({ name, path: resolve(source, name, 'index.ts') }))
  .filter(({ path }) => existsSync(path));

export default defineConfig({
  base: '/static/web/dist/',
  logLevel: 'warn',
  build: {
    outDir: resolve(import.meta.dirname, '../onegrid/web/static/web/dist'),
    emptyOutDir: true,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      checks: { eval: false, pluginTimings: false }, // htmx holds an eval that `allowEval: false` never reaches
      input: Object.fromEntries(entries.map(({ name, path }) => [name, path])),
    },
  },
});
