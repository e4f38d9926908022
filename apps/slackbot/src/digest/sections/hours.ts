/** When leads came, as bars. */
import { hoursText } from '../../answers/breakdowns.ts';
import type { Section } from '../facts.ts';

export const hours: Section = { id: 'hours', present: ({ answer }, shown) => hoursText(answer, shown) };
