/** What was wrong most. */
import { errorGroupsText } from '../../answers/breakdowns.ts';
import type { Section } from '../facts.ts';

const groupsShown = 5;

export const errors: Section = {
  id: 'errors',
  present: ({ answer }, shown) => errorGroupsText(answer, shown, shown.messages.breakdowns.errors, groupsShown),
};
