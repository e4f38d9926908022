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
 * A package may have two suites, each with its own inputs in Nx (`tools/nx-targets.mjs`). If `LEADBELL_SUITE` is not
 * set, all tests of the package run.
 */
const suite = process.env['LEADBELL_SUITE'] ?? 'all';
const tests =
  suite === 'scenarios'
    ? { include: [...files], setupFiles: [...always, setup] }
    : { include: [all], exclude: suite === 'test' ? [...files] : [], setupFiles: always };

/**
 * Returns the seed of the tests' random cases. It changes with the package's code. The same code always has the same
 * seed, so a suite that passes here does not fail in CI by chance. Each thorough run has a new seed. Throws
 * `RangeError`.
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

/** One configuration for every package; `--root` says which package runs. Each run writes results for `npm test`. */
export default defineConfig({
  test: {
    ...tests,
    env: { PROPERTY_SEED: seed() },
    environment: 'node',
    // The files that a worker runs share its modules, because loading the bot again takes longer than most tests.
    isolate: false,
    globalSetup: join(import.meta.dirname, 'tools/test-server.mjs'),
    reporters: ['dot', 'json', join(import.meta.dirname, 'tools/test-second-tries.mjs')],
    // Tests with real processes can fail on a machine that stops for seconds. So CI runs each failed test once more,
    // and `npm test` names the tests that then passed. A property test that fails will fail again, because it repeats
    // its cases.
    retry: process.env['CI'] === undefined ? 0 : 1,
    outputFile: { json: `out/${suite === 'scenarios' ? 'scenarios' : 'test'}/results.json` },
    // Tests wait for conditions, never for a fixed time. The timeout of a wait is shorter than that of a test, so the
    // wait itself fails, and the error names it.
    expect: { poll: { timeout: 60_000, interval: 30 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
