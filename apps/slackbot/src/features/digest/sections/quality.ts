/**
 * Shows leads that have no errors but another problem: there is no way to reach the person, or the
 * person has asked before.
 */
import { lines, words } from '../../../cards/text.ts';
import type { Section } from '../facts.ts';

export const quality: Section<'quality'> = {
  id: 'quality',
  present: ({ answer }, { messages }) => {
    const { digest } = messages;
    if (answer.quality === null) return null;
    const { noPhone, unreachable, duplicates } = answer.quality;
    const told = [
      noPhone > 0 ? digest.noPhone(noPhone) : null,
      unreachable > 0 ? digest.unreachable(unreachable) : null,
      duplicates > 0 ? digest.duplicates(duplicates) : null,
    ].filter((one) => one !== null);
    if (told.length === 0) return null;
    return { kind: 'text', text: lines([words(digest.quality, 'bold'), ...told.map((one) => words(one))]) };
  },
};
