/** Shows bulks that are still open, or were cancelled. */
import { words } from '../../../cards/text.ts';
import type { Section } from '../facts.ts';

export const bulks: Section<'bulks'> = {
  id: 'bulks',
  present: ({ answer }, { messages }) => {
    const { digest } = messages;
    const { open, cancelled } = answer.bulkStates;
    const told = [
      open > 0 ? digest.openBulks(open) : null,
      cancelled > 0 ? digest.cancelledBulks(cancelled) : null,
    ].filter((one) => one !== null);
    return told.length === 0 ? null : { kind: 'text', text: [words(told.join(' · '))] };
  },
};
