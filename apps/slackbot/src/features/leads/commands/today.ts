/** `today` shows the day's leads. */
import { answerLeads } from '../leads-answer.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type PeriodQuery, periodQuery } from '../../../queries/leads-query.ts';

export const today: Command = defineCommand<PeriodQuery>({
  name: 'today',
  synonyms: ['اليوم', 'النهارده'],
  usage: (messages) => messages.commands.today,
  job: 'sales',
  needs: 'see lists',
  does: 'reads',
  takesFreeWords: true,
  query: periodQuery('today'),
  parse: ({ rest, filters, share }, { messages }) => {
    const near = messages.typed.today;
    if (rest !== '')
      return { ok: false, complaint: { sentence: messages.complaints.junk(rest, near), suggestion: near } };
    return { ok: true, query: { command: 'today', period: { kind: 'today' }, filters, page: 0, share } };
  },
  answer: answerLeads,
});
