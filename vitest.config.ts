import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
 * Decides which random cases are tried. Each commit tries others, and the same commit always tries the same ones, so that
 * a suite that passed here passes in CI. A thorough run, or a tree without git, tries new ones each time.
 */
function seed(): string {
  const given = process.env['PROPERTY_SEED'];
  if (given !== undefined) return given;
  const anySeed = String(Math.floor(Math.random() * 2 ** 31));
  if (process.env['THOROUGH_TESTS'] === '1') return anySeed;
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return String(Number.parseInt(commit.toString().slice(0, 7), 16));
  } catch {
    return anySeed;
  }
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
    reporters: ['dot', 'json'],
    outputFile: { json: `out/${suite === 'scenarios' ? 'scenarios' : 'test'}/results.json` },
    // Tests wait for conditions, never for a time: a wait fails only where the condition never holds, and then by its own
    // name, so it ends before its test does.
    expect: { poll: { timeout: 60_000, interval: 30 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
