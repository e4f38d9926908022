/**
 * `find <name, phone number, e-mail address or number> [period]` finds that person's leads; without
 * a period, in the last 7 days. Only the person who asks sees the answer: it can't be shared, and
 * the query is never stored.
 */
import { parsePeriod, type PeriodErrorKind, periodKind, type PeriodSpec, soughtOf } from '@leadbell/domain';
import { type Command, defineCommand, type Parsed } from '../../../commands/command.ts';
import { readPeriod } from '../../../commands/periods.ts';
import { type FindQuery, findQuery } from '../../../queries/leads-query.ts';
import { maxSoughtChars } from '../../../queries/limits.ts';
import type { Complaint, ParseContext } from '../../../queries/query.ts';
import { answerFind } from '../find-answer.ts';

export const find: Command = defineCommand<FindQuery>({
  name: 'find',
  synonyms: ['search', 'ابحث', 'بحث'],
  usage: (messages) => messages.commands.find,
  job: 'sales',
  needs: 'open a person',
  isPrivate: true,
  does: 'reads',
  query: findQuery,
  parse: ({ rest, filters, share }, context): Parsed<FindQuery> => {
    const say = context.messages.find;
    if (share) return complain({ sentence: say.notShared });
    if (rest.length > maxSoughtChars + maxPeriodChars) return complain({ sentence: say.tooLong(maxSoughtChars) });
    const read = readWhom(rest.split(' ').filter(Boolean), context);
    if ('sentence' in read) return complain(read);
    const { text, period } = read;
    if (text.length > maxSoughtChars) return complain({ sentence: say.tooLong(maxSoughtChars) });
    if (soughtOf(text) === null) return complain({ sentence: say.whom });
    const query = { command: 'find', text, filters, page: 0, share: false } as const;
    return { ok: true, query: period === null ? query : { ...query, period } };
  },
  answer: answerFind,
});

interface Whom {
  readonly text: string;
  readonly period: PeriodSpec | null;
}

const before = new Set(['for', 'عن']);
/** The longest periods are ranges of Islamic dates, which have 12 words. */
const maxPeriodWords = 16;
const maxPeriodChars = 100;

/** Finds the longest ending of the text that is a period; the words before it are searched for. */
function readWhom(typed: readonly string[], context: ParseContext): Whom | Complaint {
  const words = typed.length > 1 && before.has(typed[0]?.toLowerCase() ?? '') ? typed.slice(1) : typed;
  for (let at = Math.max(1, words.length - maxPeriodWords); at < words.length; at += 1) {
    const ending = words.slice(at).join(' ');
    const kind = periodKind(ending, context);
    if (kind !== null && isWrongPeriod(kind)) return complaintOf(ending, context);
    const parsed = kind === 'period' ? parsePeriod(ending, context) : null;
    if (parsed?.ok === true && !mayBeName(ending, parsed.spec))
      return { text: words.slice(0, at).join(' '), period: parsed.spec };
  }
  return { text: words.join(' '), period: null };
}

/** May, Khamis and Ramadan are also names of people, so a day or month alone counts as a part of the name. */
function mayBeName(ending: string, { kind }: PeriodSpec): boolean {
  return !/[\d\s]/.test(ending) && (kind === 'weekday' || kind === 'date' || kind === 'range');
}

function isWrongPeriod(kind: 'period' | PeriodErrorKind): boolean {
  return kind === 'too-long' || kind === 'in-future' || kind === 'reversed-range' || kind === 'bad-date';
}

/** The complaint quotes only the period, never the person. */
function complaintOf(ending: string, context: ParseContext): Complaint {
  const read = readPeriod(ending, context, `${context.messages.typed.find} … `);
  return { sentence: read.ok ? context.messages.find.whom : read.complaint.sentence };
}

function complain(complaint: Complaint): Parsed<FindQuery> {
  return { ok: false, complaint };
}
