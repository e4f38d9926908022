/** `errors [period]` shows errors and the leads that have them; without a period, today's. */
import { answerErrors } from '../errors-answer.ts';
import { type Command, defineCommand } from '../../../commands/command.ts';
import { type PeriodQuery, periodQuery } from '../../../queries/leads-query.ts';
import { readPeriod } from '../../../commands/periods.ts';

export const errors: Command = defineCommand<PeriodQuery>({
  name: 'errors',
  synonyms: ['error', 'errored', 'أخطاء', 'الأخطاء', 'خطأ'],
  usage: (messages) => messages.commands.errors,
  job: 'integration',
  needs: 'see lists',
  does: 'reads',
  takesFreeWords: true,
  query: periodQuery('errors'),
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
    return { ok: true, query: { command: 'errors', period: parsed.spec, filters: others, page: 0, share } };
  },
  answer: answerErrors,
});
