/** Shows the leads of any period but today. People type the period without a command word. */
import { answerLeads } from '../leads-answer.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type PeriodQuery, periodQuery } from '../../../queries/leads-query.ts';
import { readPeriod } from '../../../commands/periods.ts';

export const period: Command = defineCommand<PeriodQuery>({
  name: 'period',
  synonyms: ['فترة'],
  usage: (messages) => messages.commands.period,
  needs: 'see lists',
  does: 'reads',
  takesFreeWords: true,
  query: periodQuery('period'),
  parse: ({ rest, filters, share }, context) => {
    const parsed = readPeriod(rest === '' ? context.messages.typed.today : rest, context);
    if (!parsed.ok) return parsed;
    return { ok: true, query: { command: 'period', period: parsed.spec, filters, page: 0, share } };
  },
  answer: answerLeads,
});
