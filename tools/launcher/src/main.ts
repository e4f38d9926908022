/**
 * `npm start` runs the real service if there are settings, and otherwise the sandbox. `npm run
 * dev` runs the sandbox, and its bot starts again when its sources change. This file loads only
 * the program that it starts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { end, exitOfArguments } from './end.ts';
import { modeOf } from './mode.ts';

const words = process.argv.slice(2);
const fromFile = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
const mode = modeOf({ ...fromFile, ...process.env });
// Words after the command are for the sandbox.
if (words.length === 0 && mode === 'service') {
  // The bot sets this flag too. It is set here before the bot's program is read, because a young generation that has
  // grown does not shrink again.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { builtBot } = await import('./built-bot.ts');
  await import((await builtBot()).href);
} else if (process.env['NODE_ENV'] === 'production') {
  end(exitOfArguments, 'In production there is no sandbox, so npm start takes no arguments.');
} else {
  const [{ readArguments }, { runSandbox }] = await Promise.all([import('./arguments.ts'), import('./run-sandbox.ts')]);
  const read = await readArguments(words);
  if (read.ok) await runSandbox(read.wanted);
  else end(exitOfArguments, read.problem);
}
