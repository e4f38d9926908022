/** `leadbell help` */
import type { Command } from '../command.ts';
import { helpText } from '../help.ts';

export const help: Command = {
  verb: 'help',
  usage: [{ form: 'help', does: 'says what there is' }],
  async run(_args, { commands, print }) {
    print(helpText(commands));
  },
};
