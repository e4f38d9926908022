/** Parses a period, or explains the error in the person's language. Pure. */
import { formatPeriodText, MAX_PERIOD_DAYS, parsePeriod, type PeriodError, type TypedPeriod } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';
import type { Complaint, ParseContext } from '../queries/query.ts';

export type ParsedPeriod =
  | { readonly ok: true; readonly spec: TypedPeriod }
  | { readonly ok: false; readonly complaint: Complaint };

/** `before` is the text before the period in the suggested command, such as `errors `. */
export function readPeriod(text: string, context: ParseContext, before = ''): ParsedPeriod {
  const parsed = parsePeriod(text, context);
  if (parsed.ok) return parsed;
  return { ok: false, complaint: periodComplaint(text, parsed.error, context, before) };
}

function periodComplaint(text: string, error: PeriodError, context: ParseContext, before: string): Complaint {
  const { complaints, tag } = context.messages;
  const near = before + formatPeriodText(error.nearestSpec ?? { kind: 'today' }, tag);
  const word = error.word === '' ? text : error.word;
  return { sentence: sentenceOf(error, word, near, complaints), suggestion: near };
}

/** `near` is the suggested command. */
export function sentenceOf({ kind }: PeriodError, word: string, near: string, say: Messages['complaints']): string {
  switch (kind) {
    case 'bad-date':
      return say.unsureDay(word, near);
    case 'reversed-range':
      return say.backwards(word, near);
    case 'too-long':
      return say.periodTooLong(word, MAX_PERIOD_DAYS, near);
    case 'in-future':
      return say.future(word, near);
    default:
      return say.unknownWords(word, near);
  }
}
