/** Leads to call first: hot ones, with a button that opens them, and those who want a test drive. */
import { isHot, matchesValue, oneOf } from '@leadbell/domain';
import { queryButton } from '../../../cards/controls.ts';
import { lines, words } from '../../../cards/text.ts';
import type { Button } from '@leadbell/slack-kit';
import type { Shown } from '../../../reports/shown.ts';
import type { DigestFacts, Section } from '../facts.ts';
import { isOfOneValue } from '../said-once.ts';

export const hot: Section<'hot'> = {
  id: 'hot',
  present(facts, shown) {
    const { digest } = shown.messages;
    const { total, testDrives } = facts.answer.summary;
    const count = hotLeads(facts);
    // A digest of hot leads says so already.
    const isNews = count > 0 && !(count === total && isOfOneValue(facts, 'priority'));
    const told = [
      isNews ? words(`🔥 ${digest.hot(count)}`) : null,
      testDrives > 0 ? words(`🚗 ${digest.testDrives(testDrives)}`) : null,
    ];
    if (told.every((one) => one === null)) return null;
    const button = isNews ? openButton(facts, count, shown) : null;
    return { kind: 'text', text: lines(told), ...(button === null ? {} : { button }) };
  },
};

function hotLeads({ answer }: DigestFacts): number {
  return answer.summary.priorities.reduce((sum, { value, count }) => sum + (isHot(value) ? count : 0), 0);
}

/** Null where the filters can't name exactly these leads. */
function openButton({ answer, filters, isOfAll }: DigestFacts, count: number, shown: Shown): Button | null {
  const { priorities } = answer.summary;
  const values = priorities.flatMap(({ value }) => (value !== null && isHot(value) ? [value] : []));
  if (filters.priority !== undefined || !isOfAll) return null;
  const priority = oneOf(...values);
  const matching = priorities.reduce(
    (sum, one) => sum + (matchesValue('priority', priority, one.value) ? one.count : 0),
    0,
  );
  if (matching !== count) return null;
  return queryButton(shown.messages.digest.seeHot, { ...shown.query, filters: { ...filters, priority } });
}
