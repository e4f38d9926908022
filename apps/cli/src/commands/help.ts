/** `leadbell help` */
import type { Command } from '../command.ts';
import { helpText } from '../help.ts';

export const help: Command = {
  verb: 'help',
  usage: [{ form: 'help', does: 'lists the commands' }],
  async run(_args, { commands, print }) {
    print(helpText(commands));
  },
};
