/** Says in which package a file is, and whether it is only for tests. Pure. */
import { posix } from 'node:path';

export type Files = ReadonlyMap<string, string>;

export function isTest(file: string): boolean {
  return /\.test\.ts$|\/test-[a-z-]+\.ts$|\/testing(?:\/|\.ts$)|\.d\.ts$|\/[a-z-]*fixtures?[a-z-]*\.ts$/.test(file);
}

export function isSource(file: string): boolean {
  return file.endsWith('.ts') && file.includes('/src/');
}

/** Returns `apps/slackbot` for `apps/slackbot/src/main.ts`. */
export function packageOf(file: string): string {
  // Written for speed: it runs for every import in the tree, and again for each planted violation.
  const end = file.indexOf('/', file.indexOf('/') + 1);
  return end < 0 ? file : file.slice(0, end);
}

/** Whether a path in a table (a file, or a folder with its content) includes the file. */
export function holds(path: string, file: string): boolean {
  // Written for speed too: most paths of a table are compared with every file.
  if (!file.startsWith(path)) return false;
  return file.length === path.length || file[path.length] === '/' || file === `${path}.ts`;
}

/** Returns the file that a relative import names. */
export function targetOf(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}
