/** Leads to call first: hot ones, and those who want a test drive. */
import { isHot } from '@leadbell/domain';
import { lines, words } from '../../../cards/text.ts';
import type { Section } from '../facts.ts';

export const hot: Section<'hot'> = {
  id: 'hot',
  present: ({ answer }, { messages }) => {
    const { priorities, testDrives } = answer.summary;
    const hotLeads = priorities.reduce((sum, { value, count }) => sum + (isHot(value) ? count : 0), 0);
    const told = [
      hotLeads > 0 ? words(`🔥 ${messages.digest.hot(hotLeads)}`) : null,
      testDrives > 0 ? words(`🚗 ${messages.digest.testDrives(testDrives)}`) : null,
    ];
    return told.every((one) => one === null) ? null : { kind: 'text', text: lines(told) };
  },
};
