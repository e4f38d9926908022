/** Shows the leads that a message counted, in their current state. Only the message's button uses this command. */
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type SetQuery, setQuery } from '../../../queries/leads-query.ts';
import { answerSet } from '../set-answer.ts';

export const set: Command = defineCommand<SetQuery>({
  name: 'set',
  isTyped: false,
  synonyms: [],
  usage: (messages) => messages.commands.today,
  needs: 'see lists',
  does: 'reads',
  query: setQuery,
  parse: (_words, { messages }) => ({
    ok: false,
    complaint: { sentence: messages.bot.staleButton, suggestion: messages.typed.today },
  }),
  answer: answerSet,
});
