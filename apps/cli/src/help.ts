/** Builds the text of `leadbell help` from the list of commands. Pure. */
import { version } from '@leadbell/domain';
import type { Command } from './command.ts';
import { indented } from './text.ts';

export function helpText(commands: readonly Command[]): string {
  const all = commands.flatMap(({ usage }) => usage);
  const width = Math.max(...all.map(({ form }) => form.length));
  const lines = all.map(({ form, does }) => `leadbell ${form.padEnd(width)}  ${does}`);
  return [
    `Manage Leadbell ${version}: npm run -s leadbell -- <command>`,
    '',
    indented(lines.join('\n')),
    '',
    'It uses the database at DATABASE_URL, or else the folder LEADBELL_DATA (default: leadbell-data).\nBoth can be set in .env.',
  ].join('\n');
}

/** Lists the ways to type one command. */
export function commandHelp({ usage }: Command): string {
  return usage.map(({ form, does }) => `leadbell ${form}\n${indented(does)}`).join('\n');
}
