/** By source, sub-source, brand, branch and priority; and test drives. */
import { breakdownFacts } from '../../answers/breakdowns.ts';
import type { Section } from '../facts.ts';

export const breakdown: Section = {
  id: 'breakdown',
  present: ({ answer }, shown) => (answer.summary.total === 0 ? null : breakdownFacts(answer, shown)),
};
