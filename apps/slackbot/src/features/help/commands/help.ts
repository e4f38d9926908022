/** `help` shows three actions for each job; `help all` shows every command. */
import { foldWord } from '@leadbell/domain';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { shortHelpCard, wholeHelpCard } from '../help-card.ts';
import { type HelpQuery, helpQuery } from '../help-query.ts';

const allWords: ReadonlySet<string> = new Set(['all', 'commands', 'الكل', 'كل', 'كاملة', 'الأوامر'].map(foldWord));

export const help: Command = defineCommand<HelpQuery>({
  name: 'help',
  synonyms: ['?', 'مساعدة', 'المساعدة'],
  usage: (messages) => messages.commands.help,
  needs: 'see lists',
  does: 'reads',
  query: helpQuery,
  parse: ({ rest, share }) => ({
    ok: true,
    query: { command: 'help', share, ...(allWords.has(foldWord(rest)) ? { all: true } : {}) },
  }),
  answer: ({ all }, context) => (all === true ? wholeHelpCard(context) : shortHelpCard(context)),
});
