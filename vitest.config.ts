import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

interface Manifest {
  readonly leadbell?: { readonly scenarios?: { readonly files: readonly string[]; readonly setup: string } };
}

const all = 'src/**/*.test.ts';
const transactions = join(import.meta.dirname, 'tools/test-transactions.mjs');
const { files, setup } = (JSON.parse(readFileSync('package.json', 'utf8')) as Manifest).leadbell?.scenarios ?? {
  files: [],
  setup: '',
};

/**
 * A package may have two suites, each with its own inputs in Nx (`tools/nx-targets.mjs`). Without a name all of its
 * tests run.
 */
const suite = process.env['LEADBELL_SUITE'] ?? 'all';
const tests =
  suite === 'scenarios'
    ? { include: [...files], setupFiles: [transactions, setup] }
    : { include: [all], exclude: suite === 'test' ? [...files] : [], setupFiles: [transactions] };

/** One configuration for every package; `--root` says which package runs. Each writes its counts for `npm test`. */
export default defineConfig({
  test: {
    ...tests,
    environment: 'node',
    // Files that follow each other in a worker share its modules: to load the bot again takes longer than most files' tests.
    isolate: false,
    globalSetup: join(import.meta.dirname, 'tools/test-server.mjs'),
    reporters: ['dot', 'json'],
    outputFile: { json: `out/${suite === 'scenarios' ? 'scenarios' : 'test'}/results.json` },
    // Tests wait for conditions, never for a time: a wait fails only where the condition never holds, and then by its own
    // name, so it ends before its test does.
    expect: { poll: { timeout: 60_000, interval: 30 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
