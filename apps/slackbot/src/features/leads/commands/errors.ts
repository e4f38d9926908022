/** `errors [period]`: what is wrong, and with whom. Today's unless a period is given. */
import { answerErrors } from '../errors-answer.ts';
import type { Command } from '../../../commands/command.ts';
import { readPeriod } from '../../../commands/periods.ts';

export const errors: Command = {
  name: 'errors',
  synonyms: ['error', 'errored', 'أخطاء', 'الأخطاء', 'خطأ'],
  usage: (messages) => messages.commands.errors,
  does: 'reads',
  parse: ({ rest, filters, share }, context) => {
    const { complaints, typed } = context.messages;
    if (filters.status !== undefined && filters.status !== 'errored') {
      return {
        ok: false,
        complaint: { sentence: complaints.statusOfErrors, suggestion: `${typed.errors} ${rest}`.trim() },
      };
    }
    const { status: _status, ...others } = filters;
    const parsed =
      rest === '' ? ({ ok: true, spec: { kind: 'today' } } as const) : readPeriod(rest, context, `${typed.errors} `);
    if (!parsed.ok) return parsed;
    return { ok: true, ask: { command: 'errors', period: parsed.spec, filters: others, page: 0, share } };
  },
  answer: answerErrors,
};
