/**
 * For tests: runs the command line in a given folder, in this process. `leadbellProcess` runs it in
 * a process of its own, as an operator does. Effects: changes the working folder while a command
 * runs, starts processes.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runProgram } from './program.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The latest run. Each run waits for the one before it, because a process has only one working folder. */
let last: Promise<unknown> = Promise.resolve();

/** Matches lines that report progress. Tests ignore these lines, because only a busy machine prints them. */
const progress = / so far ?(?:…|\.\.\.)$/;

/** Runs a command with only these environment variables. */
export function leadbell(cwd: string, env: Readonly<Record<string, string>>, ...words: string[]): Promise<Said> {
  const result = last.then(() => inFolder(cwd, env, words));
  last = result.catch(() => {});
  return result;
}

async function inFolder(cwd: string, env: Readonly<Record<string, string>>, words: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await runProgram(words, {
      env,
      signal: new AbortController().signal,
      print: (text) => void (said.out += `${text}\n`),
      say: (text) => void (said.err += progress.test(text) ? '' : `${text}\n`),
      hasColours: false,
    });
    return { code, ...said };
  } finally {
    process.chdir(before);
  }
}

/** The test run bundles the command line into one file. */
const main = process.env['LEADBELL_TEST_CLI'] ?? fileURLToPath(new URL('main.ts', import.meta.url));

/** A new process needs these variables to find programs and the cache of compiled code. */
const { PATH = '', NODE_COMPILE_CACHE = '', NODE_PATH = '' } = process.env;

export function leadbellProcess(cwd: string, env: Readonly<Record<string, string>>, ...words: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...words],
      { cwd, env: { PATH, NODE_COMPILE_CACHE, NODE_PATH, ...env } },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
