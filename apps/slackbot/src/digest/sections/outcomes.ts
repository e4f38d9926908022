/** How the leads stand: errors, created in the DMS, pending. */
import { totalsText } from '../../answers/head.ts';
import type { Section } from '../facts.ts';

export const outcomes: Section = {
  id: 'outcomes',
  // A headline without leads says it all.
  present: ({ answer }, shown) =>
    answer.summary.total === 0 ? null : { kind: 'text', text: totalsText(answer, shown) },
};
