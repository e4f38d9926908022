/**
 * Counts by source, sub-source, brand, branch and priority; lists that do not fit go into the
 * thread.
 */
import { breakdownFacts, breakdownRest } from '../../../cards/breakdowns.ts';
import type { Section } from '../facts.ts';

export const breakdown: Section<'breakdown'> = {
  id: 'breakdown',
  present: ({ answer }, shown) => (answer.summary.total === 0 ? null : breakdownFacts(answer, shown, false)),
  rest: ({ answer }, shown) => breakdownRest(answer, shown),
};
