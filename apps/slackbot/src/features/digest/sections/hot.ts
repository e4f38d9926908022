/** Shows how many leads to call first: hot leads, with a button that opens them, and leads who want a test drive. */
import { isHot } from '@leadbell/domain';
import { queryButton } from '../../../cards/controls.ts';
import { lines, words } from '../../../cards/text.ts';
import type { Button } from '@leadbell/slack-kit';
import type { PeriodQuery } from '../../../queries/leads-query.ts';
import type { Shown } from '../../../reports/shown.ts';
import { isAskable } from '../askable.ts';
import type { DigestFacts, Section } from '../facts.ts';
import { isOfOneValue } from '../said-once.ts';

export const hot: Section<'hot'> = {
  id: 'hot',
  present(facts, shown) {
    const { digest } = shown.messages;
    const { total, testDrives } = facts.answer.summary;
    const count = hotLeads(facts);
    // If the digest's filter keeps only hot leads, their number is not news.
    const isNews = count > 0 && !(count === total && isOfOneValue(facts, 'priority'));
    const told = [
      isNews ? words(`🔥 ${digest.hot(count)}`) : null,
      testDrives > 0 ? words(`🚗 ${digest.testDrives(testDrives)}`) : null,
    ];
    if (told.every((one) => one === null)) return null;
    const button = isNews && isAskable(shown) ? openButton(count, shown) : null;
    return { kind: 'text', text: lines(told), ...(button === null ? {} : { button }) };
  },
};

function hotLeads({ answer }: DigestFacts): number {
  return answer.summary.priorities.reduce((sum, { value, count }) => sum + (isHot(value) ? count : 0), 0);
}

function openButton(count: number, { query, messages }: Shown<PeriodQuery>): Button {
  const hotOnes: PeriodQuery = { ...query, counted: { ...query.counted, leads: count, onlyHot: true } };
  return queryButton(messages.digest.seeHot, hotOnes);
}
