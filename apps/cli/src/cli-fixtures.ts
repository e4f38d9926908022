/** For tests: the real command line in its own folder. Effects: processes. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The test run builds it as one file. */
const main = process.env['LEADBELL_TEST_CLI'] ?? fileURLToPath(new URL('main.ts', import.meta.url));

/** The path of programs and the compile cache of an earlier process. */
const { PATH = '', NODE_COMPILE_CACHE = '', NODE_PATH = '' } = process.env;

/** Runs with only these settings. */
export function leadbell(cwd: string, env: Readonly<Record<string, string>>, ...words: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...words],
      { cwd, env: { PATH, NODE_COMPILE_CACHE, NODE_PATH, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
