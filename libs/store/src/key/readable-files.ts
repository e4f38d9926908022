/** Files and folders that every account of this machine can read. Effects: looks at files. */
import { statSync } from 'node:fs';

const readableByOthers = 0o004;

/** A sentence for each, with the command that changes it. Those that are not there are left out. */
export function readableByEveryone(paths: readonly string[]): readonly string[] {
  // On Windows the mode says nothing about other accounts.
  if (process.platform === 'win32') return [];
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || (found.mode & readableByOthers) === 0) return [];
    const command = found.isDirectory() ? 'chmod o-r' : 'chmod 600';
    return [`every account of this machine can read ${path}: ${command} ${path}`];
  });
}
