/** `lead <leadId> [period]`: one lead by its number. The API wants a range with it: the last 7 days unless a period is given. */
import { answerLead } from '../lead-answer.ts';
import type { Command } from '../../../commands/command.ts';
import { readId } from '../../../commands/ids.ts';
import { readPeriod } from '../../../commands/periods.ts';

export const lead: Command = {
  name: 'lead',
  synonyms: ['عميل', 'العميل'],
  usage: (messages) => messages.commands.lead,
  does: 'reads',
  parse: ({ rest, filters, share }, context) => {
    const { typed } = context.messages;
    const parsed = readId(rest, `${typed.lead} 574`, context);
    if (!parsed.ok) return parsed;
    const { id } = parsed;
    const ask = { command: 'lead', id, filters, page: 0, share };
    if (parsed.rest === '') return { ok: true, ask };
    const period = readPeriod(parsed.rest, context, `${typed.lead} ${id} `);
    return period.ok ? { ok: true, ask: { ...ask, period: period.spec } } : period;
  },
  answer: answerLead,
};
