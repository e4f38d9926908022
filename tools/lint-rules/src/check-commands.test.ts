import { expect, test } from 'vitest';
import { checkCommands } from './check-commands.ts';
import { readWorkspace } from './workspace.ts';

const check = (file: string, text: string) => {
  const tree = ['tools/a.mjs', 'tools/b/src/main.ts', 'tools/bootstrap.mjs'].map((name) => [name, ''] as const);
  return checkCommands(new Map([...tree, [file, text]])).map(({ line, says }) => `${line} ${says}`);
};
const says = (line: number, path: string, command = `npx node ${path}`) =>
  `${line} runs ${path} with the system's Node, which may be too old: write ${command}`;

test('commands in documents and comments run the files of the tree with npx node', () => {
  expect(checkCommands(readWorkspace()).map(({ file, line, says: said }) => `${file}:${line} ${said}`)).toEqual([]);
});

test.each([
  ['in a span', 'Run\n`node tools/a.mjs x`.', [says(2, 'tools/a.mjs')]],
  ['in a sample', '```sh\nnode tools/a.mjs\n```', [says(2, 'tools/a.mjs')]],
  ['over two lines', 'Run `node\ntools/a.mjs`.', [says(1, 'tools/a.mjs')]],
  ['with an option', '`X=1 node --watch ./tools/a.mjs`', [says(1, './tools/a.mjs', 'npx node --watch ./tools/a.mjs')]],
  ['by npx', '`npx node tools/a.mjs`, `npx node --watch tools/a.mjs`, `npx\nnode tools/a.mjs`', []],
  ['by a path to Node', '`node_modules/.bin/node tools/a.mjs`', []],
  ['for a file outside of the tree', '`node /opt/main.mjs`, `node out/main.mjs`', []],
  ['for the first step, which installs Node', '`node tools/bootstrap.mjs`', []],
])('a command of a document: %s', (_, text, expected) => {
  expect(check('docs/a.md', text)).toEqual(expected);
});

test('a path may be relative to the document’s folder', () => {
  expect(check('tools/b/README.md', '`node src/main.ts`')).toEqual([says(1, 'src/main.ts')]);
});

test('in code, only commands in comments are checked', () => {
  const text =
    "// Run `node\n// tools/a.mjs`.\nexport const a = 'node tools/a.mjs';\n/**\n * By `node\n * tools/a.mjs`. */";
  expect(check('tools/c.ts', text)).toEqual([says(1, 'tools/a.mjs'), says(5, 'tools/a.mjs')]);
});
