/**
 * `lead <leadId> [period]` shows one lead by its number. The API requires a range, so without a
 * period the last 7 days are used.
 */
import { latinDigits } from '@leadbell/domain';
import { answerLead } from '../lead-answer.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type LeadQuery, leadQuery } from '../../../queries/leads-query.ts';
import { readId } from '../../../commands/ids.ts';
import { readPeriod } from '../../../commands/periods.ts';

/** Matches the beginning of a phone number. No lead's number in the DMS begins like this. */
const phoneForm = /^(?:\+|0)[\d\s().-]{6,}/;

export const lead: Command = defineCommand<LeadQuery>({
  name: 'lead',
  synonyms: ['عميل', 'العميل'],
  usage: (messages) => messages.commands.lead,
  needs: 'open a person',
  does: 'reads',
  query: leadQuery,
  parse: ({ rest, filters, share }, context) => {
    const { typed, complaints } = context.messages;
    if (phoneForm.test(latinDigits(rest))) {
      const sentence = complaints.phoneOfLead(`${typed.lead} 574`);
      return { ok: false, complaint: { sentence, search: rest } };
    }
    const parsed = readId(rest, `${typed.lead} 574`, context);
    if (!parsed.ok) return parsed;
    const { id } = parsed;
    const query = { command: 'lead' as const, id, filters, page: 0, share };
    if (parsed.rest === '') return { ok: true, query };
    const period = readPeriod(parsed.rest, context, `${typed.lead} ${id} `);
    return period.ok ? { ok: true, query: { ...query, period: period.spec } } : period;
  },
  answer: answerLead,
});
