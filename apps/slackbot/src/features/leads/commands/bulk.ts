/** `bulk <id>`: one bulk, its state and its leads. */
import { answerBulk } from '../bulk-answer.ts';
import type { Command } from '../../../commands/command.ts';
import { readId } from '../../../commands/ids.ts';

export const bulk: Command = {
  name: 'bulk',
  synonyms: ['دفعة', 'الدفعة'],
  usage: (messages) => messages.commands.bulk,
  does: 'reads',
  parse: ({ rest, filters, share }, context) => {
    const { complaints, typed } = context.messages;
    const parsed = readId(rest, `${typed.bulk} 574`, context);
    if (!parsed.ok) return parsed;
    if (parsed.rest !== '') {
      const suggestion = `${typed.bulk} ${parsed.id}`;
      return { ok: false, complaint: { sentence: complaints.junk(parsed.rest, suggestion), suggestion } };
    }
    return { ok: true, ask: { command: 'bulk', id: parsed.id, filters, page: 0, share } };
  },
  answer: answerBulk,
};
