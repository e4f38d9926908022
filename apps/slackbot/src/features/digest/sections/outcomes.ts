/** Shows the leads' outcomes (errors, created in the DMS, pending), compared with the period before. */
import { outcomesText } from '../../../cards/head.ts';
import { lines, words } from '../../../cards/text.ts';
import type { Section } from '../facts.ts';

export const outcomes: Section<'outcomes'> = {
  id: 'outcomes',
  // Without leads, the headline says everything.
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
        outcomesText(answer, shown),
        ...then.map(([when, { errored, created, pending }]) =>
          words(digest.stood(when, errored, created, pending), 'italic'),
        ),
      ]),
    };
  },
};
