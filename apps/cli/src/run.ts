/**
 * Finds the command for the typed words and runs it. Errors: the command's own, and `UsageError`
 * for an unknown word.
 */
import { cutText, version } from '@leadbell/domain';
import type { Context } from './command.ts';
import { UsageError } from './errors.ts';
import { commandHelp, helpText } from './help.ts';
import { nearest } from './nearest.ts';

export async function run(words: readonly string[], context: Context): Promise<void> {
  const { commands } = context;
  if (words[0] === '--version' || words[0] === '-v') return context.print(`leadbell ${version}`);
  const isHelp = words.some((word) => word === '--help' || word === '-h');
  const asked = commands.find((one) => one.verb === words[0]);
  if (isHelp && asked !== undefined) return context.print(commandHelp(asked));
  const [verb = 'help', ...args] = isHelp ? [] : words;
  const command = commands.find((one) => one.verb === verb);
  if (command !== undefined) return command.run(args, context);
  const near = nearest(
    verb,
    commands.map((one) => one.verb),
  );
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `Unknown command "${cutText(verb.replace(/\p{C}/gu, ' '), 40)}"${hint}\n\n${helpText(commands)}`,
  );
}
