/** The workspace's sources, manifests, documents and emitted declarations as a map of path (from the root) to text; other files without it. */
import { globSync, readFileSync } from 'node:fs';
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
  const others = globSync(['*', '.*', '.{ci,vscode}/*', '{apps,libs,tools,docs}/**/*'], { cwd, exclude: isMade });
  return new Map([
    ...texts.map((file) => [file, readFileSync(new URL(file, workspaceRoot), 'utf8')] as const),
    ...others.filter((file) => !texts.includes(file) && !isMade(file)).map((file) => [file, ''] as const),
  ]);
}

function isMade(path: string): boolean {
  return /(?:^|\/)(?:node_modules|out|dist|\.git|\.nx|leadbell-data|torture-results)(?:\/|$)/.test(path);
}
