// Standard input: [[expression, scope], ...]; standard output: the page's value of each. For tests.
import { text as all } from 'node:stream/consumers';
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('../src/forms/feel.ts', import.meta.url).pathname, { logLevel: 'silent' });
const pairs = JSON.parse(await all(process.stdin));
const values = pairs.map(([expression, scope]) => module.value(expression, scope, module.today('2026-03-02')));
process.stdout.write(JSON.stringify(values));
