/** Classifies files: their package, and whether they are only for tests. Pure. */
import { posix } from 'node:path';

export type Files = ReadonlyMap<string, string>;

export function isTest(file: string): boolean {
  return /\.test\.ts$|\/test-[a-z-]+\.ts$|\/testing(?:\/|\.ts$)|\.d\.ts$|\/[a-z-]*fixtures?[a-z-]*\.ts$/.test(file);
}

export function isSource(file: string): boolean {
  return file.endsWith('.ts') && file.includes('/src/');
}

/** `apps/slackbot` of `apps/slackbot/src/main.ts`. */
export function packageOf(file: string): string {
  // Asked for every import of the tree, and again for each planted violation.
  const end = file.indexOf('/', file.indexOf('/') + 1);
  return end < 0 ? file : file.slice(0, end);
}

/** Whether a table path (a file, or a folder with its content) includes the file. */
export function holds(path: string, file: string): boolean {
  return file === path || file.startsWith(`${path}/`) || file === `${path}.ts`;
}

/** The file that a relative import names. */
export function targetOf(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}
