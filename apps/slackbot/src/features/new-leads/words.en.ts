/** English. Pure. */
import { plural } from '../../words/grammar.en.ts';

export const en = {
  newLeads: {
    title: 'New lead',
    many: (n: number) => plural(n, { one: '# new lead', other: '# new leads' }),
  },
};

export type NewLeadsWords = typeof en;
