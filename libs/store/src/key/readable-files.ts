/** Finds files and folders that every account of this machine can read. Effects: looks at files. */
import { statSync } from 'node:fs';

const readableByOthers = 0o004;

/**
 * Returns a sentence for each path that every account can read, with the command that protects it. Paths that do not
 * exist are left out.
 */
export function readableByEveryone(paths: readonly string[]): readonly string[] {
  // On Windows a file's mode says nothing about other accounts.
  if (process.platform === 'win32') return [];
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || (found.mode & readableByOthers) === 0) return [];
    const command = found.isDirectory() ? 'chmod o-r' : 'chmod 600';
    return [`every account of this machine can read ${path}: ${command} ${path}`];
  });
}
