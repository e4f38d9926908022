/** English words for many alerts at once, and for the counts of a day. Pure. */
import { number, plural } from '../../words/grammar.en.ts';

export const en = {
  /** The message about many alerts. */
  summary: {
    burst: (causes: number, bulks: number) =>
      `${plural(causes, { one: '# cause of errors', other: '# causes of errors' })} at once, in ${plural(bulks, { one: '# bulk', other: '# bulks' })}`,
    first: (alerts: number) =>
      alerts === 0 ? 'No alerts are open' : plural(alerts, { one: '# alert is open', other: '# alerts are open' }),
    andMore: (title: string, more: number) => (more === 0 ? title : `${title}, and ${number(more)} more`),
    rest: 'The rest are in the thread. To acknowledge, assign or silence any of them, choose All causes; `/leads alerts` lists them too.',
    others: 'The rest',
    joined: (n: number) => plural(n, { one: '# more cause has appeared.', other: '# more causes have appeared.' }),
    reopened: (n: number) => plural(n, { one: '# cause is back.', other: '# causes are back.' }),
    repeated: (n: number) =>
      plural(n, {
        one: '# cause is not acknowledged yet.',
        other: '# causes are not acknowledged yet.',
      }),
    resolved: (_n: number) => 'All of these are resolved.',
    allCauses: 'All causes',
    silenceHours: 'Silence for 2 hours',
    silenceDay: 'Silence for a day',
    silencedUntil: (time: string) => `silenced until ${time}`,
  },

  dayCounts: {
    open: (n: number) => `${number(n)} open`,
    unstable: (n: number) => `${number(n)} unstable`,
    acknowledged: (n: number) => `${number(n)} acknowledged`,
    resolved: (n: number) => `${number(n)} resolved`,
    expired: (n: number) => `${number(n)} expired`,
  },
};

export type SummaryWords = typeof en;
