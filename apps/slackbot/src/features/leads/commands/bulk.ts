/** `bulk <id>` shows one bulk, its state and its leads. */
import { answerBulk } from '../bulk-answer.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type BulkQuery, bulkQuery } from '../../../queries/leads-query.ts';
import { readId, readOwnBulk } from '../../../commands/ids.ts';

export const bulk: Command = defineCommand<BulkQuery>({
  name: 'bulk',
  synonyms: ['دفعة', 'الدفعة'],
  usage: (messages) => messages.commands.bulk,
  needs: 'see lists',
  does: 'reads',
  query: bulkQuery,
  parse: ({ rest, filters, share }, context) => {
    const { complaints, typed } = context.messages;
    const own = readOwnBulk(rest);
    if (own !== null) return { ok: true, query: { command: 'bulk', id: own, filters, page: 0, share } };
    const parsed = readId(rest, `${typed.bulk} 574`, context);
    if (!parsed.ok) return parsed;
    if (parsed.rest !== '') {
      const suggestion = `${typed.bulk} ${parsed.id}`;
      return { ok: false, complaint: { sentence: complaints.junk(parsed.rest, suggestion), suggestion } };
    }
    return { ok: true, query: { command: 'bulk', id: parsed.id, filters, page: 0, share } };
  },
  answer: answerBulk,
});
