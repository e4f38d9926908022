// Gives every package under apps, libs and tools its targets, so that a package needs only a
// package.json and a tsconfig.json.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const name = 'leadbell-targets';

export const createNodes = [
  '{apps,libs,tools}/*/package.json',
  (files, _options, context) => files.map((file) => [file, { projects: project(file, context.workspaceRoot) }]),
];

/** The suites that take longest. They begin first, so that none of them is still running alone at the end. */
const takeLong = new Set(
  ['slackbot', 'e2e', 'store', 'torture', 'lint-rules', 'jobs', 'ship', 'cli'].map((name) => `@leadbell/${name}`),
);

function project(file, workspaceRoot) {
  const root = dirname(file);
  const manifest = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
  const targets = {
    lint: {
      command: `oxlint --type-aware --deny-warnings ${root}`,
      inputs: ['default', '^default'],
      cache: true,
    },
    typecheck: {
      // With one thread and rare garbage collections, a check needs half the processor time. Nx runs
      // several checks at the same time.
      command: `tsc -b --singleThreaded ${root}`,
      options: { env: { GOGC: '400' } },
      inputs: ['default', '^default'],
      outputs: ['{projectRoot}/out/types'],
      cache: true,
    },
  };
  const { scenarios, tests, programs = [], testInputs = [], testsSideBySide: workers } = manifest.leadbell ?? {};
  if (existsSync(join(workspaceRoot, root, 'src')) && tests !== false) {
    const suite = (name, inputs) => ({
      // These tests mostly wait (for a database, a socket, a pause), so many files run at the same
      // time.
      command: `vitest run --config ../../vitest.config.ts${workers === undefined ? '' : ` --maxWorkers=${workers}`}`,
      options: { cwd: root, env: { LEADBELL_SUITE: name } },
      inputs: [
        'default',
        ...inputs,
        '^default',
        { env: 'CHROMIUM_PATH' },
        { env: 'CI' },
        { env: 'THOROUGH_TESTS' },
        { env: 'PROPERTY_SEED' },
      ],
      outputs: [`{projectRoot}/out/${name}`],
      dependsOn: programs.length === 0 ? [] : [{ target: 'program', projects: programs }],
      cache: true,
    });
    targets.test = suite('test', testInputs);
    // The setup of the scenarios proves that they do not depend on these files. So Nx does not run the scenarios again
    // when these files change.
    if (scenarios !== undefined) {
      const without = scenarios.without.map((file) => `!{projectRoot}/${file}`);
      targets.scenarios = suite('scenarios', without);
    }
  }
  // Nx first runs the tasks that other tasks depend on. The task `early` depends on the long suites, so Nx begins with
  // these suites.
  if (takeLong.has(manifest.name)) {
    const suites = scenarios === undefined ? ['test'] : ['test', 'scenarios'];
    targets.early = { executor: 'nx:noop', dependsOn: suites };
  }
  if (manifest.name === '@leadbell/lint-rules') {
    const everySource = [
      '{workspaceRoot}/{apps,libs,tools}/*/src/**/*.ts',
      '{workspaceRoot}/{apps,libs,tools}/*/package.json',
    ];
    const documents = ['README.md', 'CHANGELOG.md', 'docs/**/*.md'].map((file) => `{workspaceRoot}/${file}`);
    // The check reads the declarations of these packages, because some libraries must not appear in
    // them (`privateInside` in rooms.ts).
    const dependsOn = [{ target: 'typecheck', projects: ['domain', 'jobs', 'leads-api', 'store'] }];
    // Documents and comments may point to any file of the tree.
    const everyFile = [
      '{workspaceRoot}/{apps,libs,tools}/*/src/**/*',
      '{workspaceRoot}/{apps,libs,tools}/*/*.{json,md}',
      '{workspaceRoot}/{docs,deploy,.vscode}/**/*',
      '{workspaceRoot}/*.md',
      '{workspaceRoot}/tools/*.{mjs,jsonc}',
    ];
    targets.boundaries = {
      command: `node ${root}/src/main.ts`,
      inputs: [...everyFile, 'shared'],
      dependsOn,
      cache: true,
    };
    // Finds unused files, exports and dependencies.
    targets.unused = {
      command: 'knip --config tools/knip.jsonc --no-progress --treat-config-hints-as-errors',
      inputs: [
        ...everySource,
        '{workspaceRoot}/{apps,libs,tools}/**/tsconfig.json',
        '{workspaceRoot}/tools/*.{mjs,jsonc}',
        '{workspaceRoot}/package.json',
        'shared',
      ],
      cache: true,
    };
    // The files into which recipes are planted, and the page that describes the recipes.
    const recipes = ['.env.example', 'tsconfig.base.json'];
    recipes.push('{apps,libs,tools}/*/tsconfig*.json', 'apps/slackbot/leadbell.config.example.json');
    targets.test.inputs.push(...everyFile, ...recipes.map((file) => `{workspaceRoot}/${file}`));
    targets.test.dependsOn.push(...dependsOn);
  }
  if (manifest.name === '@leadbell/torture') targets.torture = { command: `node ${root}/src/main.ts`, cache: false };
  if (root.startsWith('apps/')) {
    // Builds the app as one file, for the tests that start it as a process.
    targets.program = {
      command: `node tools/build-program.mjs ${root.slice('apps/'.length)}`,
      inputs: ['default', '^default', '!{projectRoot}/**/*.test.ts', '{workspaceRoot}/tools/build-program.mjs'],
      outputs: ['{projectRoot}/out/program'],
      cache: true,
    };
    targets.build = {
      // Also lists the licences, and writes an SBOM.
      command: `node tools/ship/src/main.ts ${root}`,
      inputs: ['default', '^default'],
      outputs: ['{projectRoot}/dist'],
      cache: true,
    };
  }
  return { [root]: { name: manifest.name.replace('@leadbell/', ''), root, targets } };
}
