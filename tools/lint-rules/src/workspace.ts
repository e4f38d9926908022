/** The workspace's sources, manifests, emitted declarations and documents as a map of path (from the root) to text. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = new URL('../../../', import.meta.url);

export function readWorkspace(): Map<string, string> {
  const patterns = [
    '{apps,libs,tools}/*/src/**/*.ts',
    '{apps,libs,tools}/*/package.json',
    'libs/*/out/types/**/*.d.ts',
    '{README,CHANGELOG,docs/**/*}.md',
  ];
  const files = globSync(patterns, { cwd: fileURLToPath(workspaceRoot) });
  return new Map(files.toSorted().map((file) => [file, readFileSync(new URL(file, workspaceRoot), 'utf8')]));
}
