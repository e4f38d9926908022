/** Shows the most frequent errors; if there are more, the full list goes into the thread. */
import { errorGroupsRest, errorGroupsText } from '../../../cards/breakdowns.ts';
import type { Section } from '../facts.ts';

const groupsShown = 5;

export const errors: Section<'errors'> = {
  id: 'errors',
  present: ({ answer }, shown) => errorGroupsText(answer, shown, shown.messages.breakdowns.errors, groupsShown),
  rest: ({ answer }, shown) => errorGroupsRest(answer, shown, shown.messages.breakdowns.errors, groupsShown),
};
