import { createHash, randomInt } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

interface Manifest {
  readonly leadbell?: { readonly scenarios?: { readonly files: readonly string[]; readonly setup: string } };
}

const all = 'src/**/*.test.ts';
const always = ['transactions', 'seed'].map((name) => join(import.meta.dirname, `tools/test-${name}.mjs`));
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
    ? { include: [...files], setupFiles: [...always, setup] }
    : { include: [all], exclude: suite === 'test' ? [...files] : [], setupFiles: always };

/**
 * Decides which random cases the tests try. Every change of the package's code tries others, and the same code always
 * tries the same ones, so that a suite that passes here does not fail in CI by luck. A thorough run tries new ones each
 * time. Throws `RangeError`.
 */
function seed(): string {
  const given = process.env['PROPERTY_SEED'];
  if (given !== undefined && !/^\d{1,9}$/.test(given))
    throw new RangeError('PROPERTY_SEED should be a number of at most nine digits');
  if (given !== undefined) return given;
  if (process.env['THOROUGH_TESTS'] === '1') return String(randomInt(1_000_000_000));
  const code = createHash('sha256');
  for (const file of globSync('src/**/*.ts').toSorted()) code.update(readFileSync(file));
  return String(code.digest().readUInt32BE() % 1_000_000_000);
}

/** One configuration for every package; `--root` says which package runs. Each writes its counts for `npm test`. */
export default defineConfig({
  test: {
    ...tests,
    env: { PROPERTY_SEED: seed() },
    environment: 'node',
    // Files that follow each other in a worker share its modules: to load the bot again takes longer than most files' tests.
    isolate: false,
    globalSetup: join(import.meta.dirname, 'tools/test-server.mjs'),
    reporters: ['dot', 'json', join(import.meta.dirname, 'tools/test-second-tries.mjs')],
    // Tests with real processes can fail on a machine that stands still for seconds. In CI each failed test is tried once
    // more, and `npm test` names those that needed it. A property fails again, because it tries the same cases.
    retry: process.env['CI'] === undefined ? 0 : 1,
    outputFile: { json: `out/${suite === 'scenarios' ? 'scenarios' : 'test'}/results.json` },
    // Tests wait for conditions, never for a time: a wait fails only where the condition never holds, and then by its own
    // name, so it ends before its test does.
    expect: { poll: { timeout: 60_000, interval: 30 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
