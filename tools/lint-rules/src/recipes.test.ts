/**
 * Plants each recipe of `docs/recipes.md` half done into a copy of the real tree, and checks that
 * the failure names what is missing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { alerts, app, type HalfDone, type Plant, settings } from './recipes-fixtures.ts';
import { partialLanguage, partialLanguageFails, partialLanguageSays } from './recipes-language-fixtures.ts';
import { uncompiled } from './recipes-uncompiled-fixtures.ts';
import { unruly, unstarted, untested } from './recipes-untested-fixtures.ts';
import { checkHouse } from './check.ts';
import { readWorkspace, workspaceRoot } from './workspace.ts';

// These tests compile the tree and run many tests.
vi.setConfig({ testTimeout: 600_000 });

const root = fileURLToPath(workspaceRoot);
const copies: string[] = [];

/** One run tests files of several packages, because each start of Vitest takes as long as the tests of most files. */
const allPackages = `import base from './vitest.config.ts';
export default { ...base, test: { ...base.test, include: ['{apps,libs}/*/src/**/*.test.ts'] } };
`;

/** Makes a copy of the tree with these changes. */
function copyWith(plants: readonly Plant[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'leadbell-recipes-'));
  copies.push(copy);
  for (const folder of ['apps', 'libs', 'tools'])
    cpSync(join(root, folder), join(copy, folder), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\/(?:out|dist)(?:\/|$)/.test(path),
    });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const plain = [
    'package.json',
    'tsconfig.tests.json',
    'vitest.config.ts',
    'CHANGELOG.md',
    'README.md',
    '.env.example',
  ];
  for (const file of plain) cpSync(join(root, file), join(copy, file));
  cpSync(join(root, 'docs'), join(copy, 'docs'), { recursive: true });
  const base = readFileSync(join(root, 'tsconfig.base.json'), 'utf8');
  // Packages with errors must still be emitted, so that packages which import them report their own
  // errors.
  writeFileSync(join(copy, 'tsconfig.base.json'), base.replace('"noEmitOnError": true', '"noEmitOnError": false'));
  writeFileSync(join(copy, 'recipes.config.ts'), allPackages);
  for (const one of plants) plant(copy, one);
  return copy;
}

function plant(copy: string, { file, after, instead, text }: Plant): void {
  const path = join(copy, file);
  const line = after ?? instead;
  if (line === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return;
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.indexOf(line);
  if (at < 0) throw new RangeError(`${file} has no line "${line}" any more`);
  writeFileSync(
    path,
    [...lines.slice(0, instead === undefined ? at + 1 : at), text, ...lines.slice(at + 1)].join('\n'),
  );
}

function run(tool: 'tsc' | 'vitest', args: readonly string[], cwd: string): string {
  // These tests start no program, so no program needs to be built. `CI` is not set, so that the planted failures get no
  // second try.
  const ours = { CI: undefined, NO_COLOR: '1', LEADBELL_SUITE: 'all', LEADBELL_TEST_SLACKBOT: 'none' };
  // The compiler takes half the processor time if it collects garbage less often and uses one thread.
  const env = { ...process.env, ...ours, GOGC: '400' };
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', tool), args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return stdout + stderr;
}

const compile = (copy: string) => run('tsc', ['-b', '--singleThreaded', 'apps/slackbot'], copy);
const runTests = (copy: string, files: readonly string[]) =>
  run('vitest', ['run', '--config', 'recipes.config.ts', '--maxWorkers=1', ...files], copy);

const plantsOf = (all: readonly HalfDone[]) => all.flatMap(({ plants }) => plants);

/** Returns the expected messages that are missing, each with its recipe. */
function unsaid(all: readonly HalfDone[], said: string): string[] {
  return all.flatMap(({ recipe, forgot, says }) =>
    says.filter((pattern) => !pattern.test(said)).map((pattern) => `${recipe} without ${forgot}: ${pattern.source}`),
  );
}

afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

test('a half-done recipe does not compile', () => {
  expect(unsaid(uncompiled, compile(copyWith(plantsOf(uncompiled))))).toEqual([]);
});

test('a half-done recipe fails a test that names what is missing', () => {
  const copy = copyWith(plantsOf(untested));
  const files = [
    ...['rules/rules', 'replay'].map((file) => `${alerts}/${file}.test.ts`),
    ...['settings', 'every-setting'].map((file) => `${settings}/${file}.test.ts`),
    ...['subscriptions/definition', 'features/index', 'features/docs', 'features/cards'].map(
      (file) => `${app}/${file}.test.ts`,
    ),
  ];
  expect(unsaid(untested, runTests(copy, files))).toEqual([]);
  for (const one of plantsOf(unstarted)) plant(copy, one);
  expect(unsaid(unstarted, runTests(copy, [`${app}/features/index.test.ts`]))).toEqual([]);
});

test('a half-done recipe breaks a house rule', () => {
  const files = new Map(readWorkspace());
  for (const { file, text } of plantsOf(unruly)) files.set(file, text);
  const said = checkHouse(files).map(({ file, says }) => `${file} ${says}`);
  expect(unsaid(unruly, said.join('\n'))).toEqual([]);
});

function testsOfLanguages(copy: string): readonly string[] {
  const folders = [app, settings, 'libs/i18n/src'].map((folder) => `${folder}/**/*.test.ts`);
  return globSync(folders, { cwd: copy }).filter((file) => {
    const text = readFileSync(join(copy, file), 'utf8');
    // Leaves out tests that use a database or whole answers: they take long, and find no further fault of a language.
    return (
      /[lL]anguageTags|completeLanguages|LANGUAGE/.test(text) &&
      !/\bsetUp[A-Z]|startTestDatabases|fc\.asyncProperty/.test(text)
    );
  });
}

test('a half-done language with a fallback fails only the expected tests, which say what is missing', () => {
  const copy = copyWith(partialLanguage);
  expect(compile(copy)).toBe('');
  const said = runTests(copy, testsOfLanguages(copy));
  const failed = new Set([...said.matchAll(/^ FAIL +(.+)$/gm)].map(([, name = '']) => name));
  expect([...failed].toSorted()).toEqual(partialLanguageFails);
  expect(partialLanguageSays.filter((pattern) => !pattern.test(said))).toEqual([]);
});

test('each recipe is documented', () => {
  const docs = readFileSync(new URL('docs/recipes.md', workspaceRoot), 'utf8');
  const recipes = new Set([...uncompiled, ...untested, ...unruly, ...unstarted].map(({ recipe }) => recipe));
  const written = new Set([...docs.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title.toLowerCase()));
  expect([...recipes].filter((recipe) => !written.has(recipe))).toEqual([]);
});
