/** English. Pure. */
import { number, plural, q } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    replay: { form: 'replay bulk-errors from-5', gives: 'what a rule would have said with this number, and how often' },
  },

  replay: {
    titleOfAll: 'Alerts that the rules would have sent',
    titleOf: (rule: string) => `Alerts that would have been sent: ${rule}`,
    sum: (alerts: number, pings: number) =>
      `${plural(alerts, { one: '# alert', other: '# alerts' })}, ${plural(pings, { one: 'the channel pinged once', other: 'the channel pinged # times' })}.`,
    counts: (alerts: number, pings: number) =>
      `${plural(alerts, { one: '# alert', other: '# alerts' })}, ${plural(pings, { one: '# ping', other: '# pings' })}`,
    pingsOf: (fired: number, joined: number, reopened: number, repeated: number) =>
      `Pings: ${number(fired)} when it was told, ${number(joined)} when others joined, ${number(reopened)} when it was wrong again, ${number(repeated)} because it was still so.`,
    standing: (n: number) =>
      plural(n, { one: '# stood already when the time began.', other: '# stood already when the time began.' }),
    today: 'With the numbers of the settings: ',
    day: 'Day',
    alerts: 'Alerts',
    pings: 'Pings',
    pingsToday: 'Pings by the settings',
    noisiest: 'The noisiest',
    longest: 'The longest:',
    lasted: (minutes: number) =>
      minutes < 60 ? `${number(minutes)} min` : `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`,
    notOver: 'not over yet',
    first: 'The first',
    how: 'As if no alert had been acknowledged; silences and working hours as they were. Nothing was posted.',
    cut: (days: number) => `The states of bulks are kept for ${number(days)} days.`,
    knownSince: (time: string) => `Nothing is known of what was before ${time}.`,
    nothing: (days: number) =>
      `Nothing is stored of that time: the states of bulks are kept for ${number(days)} days, from when Leadbell began to watch.`,
    inSettings: 'These numbers are the same for all channels: they are in leadbell.config.json, under "alerts".',
    subscribe: 'Subscribe this channel to alerts',
    noFilters: 'Rules look at whole bulks: here I can’t take filters.',
    outOfBounds: (word: string) => `${q(word)} is not a number that this can be.`,
    liveOnly: (rule: string) =>
      `${q(rule)} can’t be replayed: which bulks could not be stored in the past is not kept.`,
    otherRule: (word: string) =>
      `${q(word)} is of another rule: from and share are of bulk-errors, stalled of bulk-stalled, usual of no-leads, unreachable of dms-unreachable.`,
  },
};

export type ReplayWords = typeof en;
export type ReplayCommands = ReplayWords['commands'];
