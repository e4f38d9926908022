/** Many alerts at once, and the counts of a day: English. Pure. */
import { number, plural } from '../../words/grammar.en.ts';

export const en = {
  /** One message about many alerts. */
  summary: {
    burst: (causes: number, bulks: number) =>
      `${plural(causes, { one: '# cause of trouble', other: '# causes of trouble' })} at once, in ${plural(bulks, { one: '# bulk', other: '# bulks' })}`,
    first: (alerts: number) =>
      alerts === 0 ? 'No alerts are open' : plural(alerts, { one: '# alert is open', other: '# alerts are open' }),
    andMore: (title: string, more: number) => (more === 0 ? title : `${title}, and ${number(more)} more`),
    rest: 'The others are in the thread. All causes lists every one, to acknowledge, assign or silence; so does /leads alerts.',
    others: 'The others',
    joined: (n: number) => plural(n, { one: '# more cause has come.', other: '# more causes have come.' }),
    reopened: (n: number) => plural(n, { one: '# of them is wrong again.', other: '# of them are wrong again.' }),
    repeated: (n: number) =>
      plural(n, { one: '# of these is not acknowledged yet.', other: '# of these are not acknowledged yet.' }),
    resolved: (_n: number) => 'All of them are over.',
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
