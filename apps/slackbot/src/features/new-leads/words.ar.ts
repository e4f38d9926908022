/** Arabic. Pure. */
import { leadForms, plural } from '../../words/grammar.ar.ts';
import type { NewLeadsWords } from './words.en.ts';

export const ar: NewLeadsWords = {
  newLeads: {
    title: 'عميل محتمل جديد',
    many: (n) => plural(n, leadForms),
  },
};
