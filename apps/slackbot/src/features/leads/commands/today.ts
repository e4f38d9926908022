/** `today`: the day's leads. */
import { answerLeads } from '../leads-answer.ts';
import type { Command } from '../../../commands/command.ts';

export const today: Command = {
  name: 'today',
  synonyms: ['اليوم', 'النهارده'],
  usage: (messages) => messages.commands.today,
  does: 'reads',
  parse: ({ rest, filters, share }, { messages }) => {
    const near = messages.typed.today;
    if (rest !== '')
      return { ok: false, complaint: { sentence: messages.complaints.junk(rest, near), suggestion: near } };
    return { ok: true, ask: { command: 'today', period: { kind: 'today' }, filters, page: 0, share } };
  },
  answer: answerLeads,
};
