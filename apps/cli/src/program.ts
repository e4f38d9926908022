/**
 * Runs one command line with the given environment and output: reads settings, runs the command,
 * and describes an error in one sentence. Returns the exit code. Effects: reads files of the
 * working folder, and has the effects of the command.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Context } from './command.ts';
import { commands } from './commands/index.ts';
import { withDatabase } from './database.ts';
import { describeError, SettingsError } from './errors.ts';
import { run } from './run.ts';
import { readBotSettings, readSettings } from './settings.ts';

export interface ProgramSurroundings extends Pick<Context, 'signal' | 'print' | 'say' | 'hasColours'> {
  readonly env: Readonly<Record<string, string | undefined>>;
}

const exitOfStop = 130;

export async function runProgram(words: readonly string[], surroundings: ProgramSurroundings): Promise<number> {
  const { env, signal, say } = surroundings;
  const settings = () => readSettings(env, dotEnv());
  let exitCode = 0;
  try {
    await run(words, {
      ...surroundings,
      commands,
      settings,
      everySetting: async () => (await import('@leadbell/settings')).loadSettings(env),
      exitWith: (code) => void (exitCode = code),
      bot: () => readBotSettings(env, dotEnv()),
      withDatabase: (kind, work) => withDatabase(settings(), kind, work),
    });
    return exitCode;
  } catch (error) {
    const failure = signal.aborted ? { sentence: 'Stopped', exitCode: exitOfStop } : describeError(error);
    say(failure.sentence);
    return failure.exitCode;
  }
}

function dotEnv(): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(existsSync('.env') ? readFileSync('.env', 'utf8') : '');
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw new SettingsError(`.env: expected a file that this account can read (${code}); leadbell doctor says more`);
  }
}
