/** Any other period: its words alone are the command. */
import { answerLeads } from '../leads-answer.ts';
import type { Command } from '../../../commands/command.ts';
import { readPeriod } from '../../../commands/periods.ts';

export const period: Command = {
  name: 'period',
  synonyms: ['فترة'],
  usage: (messages) => messages.commands.period,
  does: 'reads',
  parse: ({ rest, filters, share }, context) => {
    const parsed = readPeriod(rest === '' ? context.messages.typed.today : rest, context);
    if (!parsed.ok) return parsed;
    return { ok: true, ask: { command: 'period', period: parsed.spec, filters, page: 0, share } };
  },
  answer: answerLeads,
};
