/**
 * Reads the workspace's sources, manifests, documents and emitted declarations as a map from path
 * to text; other files have a path and no text.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = new URL('../../../', import.meta.url);

export function readWorkspace(): Map<string, string> {
  const patterns = [
    '{apps,libs,tools}/*/src/**/*.ts',
    '{apps,libs,tools}/*/package.json',
    'libs/*/out/types/**/*.d.ts',
    '*.{md,mjs,ts}',
    'docs/**/*.{md,svg}',
    'tools/*.mjs',
    'tools/*/README.md',
  ];
  const cwd = fileURLToPath(workspaceRoot);
  const texts = globSync(patterns, { cwd }).toSorted();
  const everything = ['*', '.*', '.{ci,vscode}/*', '{apps,libs,tools,docs,deploy}/**/*'];
  const others = globSync(everything, { cwd, exclude: ({ name }) => isMade(name), withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => relative(cwd, join(parentPath, name)));
  return new Map([
    ...texts.map((file) => [file, readFileSync(new URL(file, workspaceRoot), 'utf8')] as const),
    ...others.filter((file) => !texts.includes(file)).map((file) => [file, ''] as const),
  ]);
}

const made = new Set(['node_modules', 'out', 'dist', '.git', '.nx', 'leadbell-data', 'torture-results']);

function isMade(name: string): boolean {
  return made.has(name);
}
