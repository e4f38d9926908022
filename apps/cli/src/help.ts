/** The text of `leadbell help`, from the list of commands. Pure. */
import type { Command } from './command.ts';
import { indented } from './text.ts';

export function helpText(commands: readonly Command[]): string {
  const all = commands.flatMap(({ usage }) => usage);
  const width = Math.max(...all.map(({ form }) => form.length));
  const lines = all.map(({ form, does }) => `leadbell ${form.padEnd(width)}  ${does}`);
  return [
    'Looks after a Leadbell: npm run -s leadbell -- <what to do>',
    '',
    indented(lines.join('\n')),
    '',
    'The data is where DATABASE_URL says, or in LEADBELL_DATA (leadbell-data if not given); both also from .env.',
  ].join('\n');
}
