/** Shows counts by source, sub-source, brand, branch and priority; lists that do not fit go into the thread. */
import { breakdownFacts, breakdownRest } from '../../../cards/breakdowns.ts';
import { isRanking } from './ranking.ts';
import { isOfOneValue, vocabularies, type Vocabulary } from '../said-once.ts';
import type { Section } from '../facts.ts';

export const breakdown: Section<'breakdown'> = {
  id: 'breakdown',
  present(facts, shown) {
    if (facts.answer.summary.total === 0) return null;
    const names = Object.keys(vocabularies) as Vocabulary[];
    const isRanked = !facts.without.includes('ranking') && isRanking(facts);
    const saidAnyway = names.filter((name) => isOfOneValue(facts, name) || (name === 'branch' && isRanked));
    return breakdownFacts(facts.answer, shown, { withTestDrives: false, without: saidAnyway });
  },
  rest: ({ answer }, shown) => breakdownRest(answer, shown),
};
