/** How the leads stand: errors, created in the DMS, pending; and how those before stood. */
import { totalsText } from '../../../cards/head.ts';
import { lines, words } from '../../../cards/text.ts';
import type { Section } from '../facts.ts';

export const outcomes: Section<'outcomes'> = {
  id: 'outcomes',
  // A headline without leads says it all.
  present: ({ answer, outcomesBefore, outcomesWeekBefore, days }, shown) => {
    if (answer.summary.total === 0) return null;
    const { digest } = shown.messages;
    const then = [
      outcomesBefore === null ? null : ([days === 1 ? digest.dayBefore : digest.daysBefore, outcomesBefore] as const),
      outcomesWeekBefore === null ? null : ([digest.weekBefore, outcomesWeekBefore] as const),
    ].filter((one) => one !== null);
    return {
      kind: 'text',
      text: lines([
        totalsText(answer, shown),
        ...then.map(([when, { errored, created, pending }]) =>
          words(digest.stood(when, errored, created, pending), 'italic'),
        ),
      ]),
    };
  },
};
