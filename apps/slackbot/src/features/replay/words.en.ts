/** English. Pure. */
import { number, plural, q } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    replay: {
      form: 'replay bulk-errors from-5',
      gives: 'shows how many alerts a rule would have sent with this number',
    },
  },

  replay: {
    titleOfAll: 'Alerts that the rules would have sent',
    titleOf: (rule: string) => `Alerts that the rule would have sent: ${rule}`,
    sum: (alerts: number, pings: number) =>
      `${plural(alerts, { one: '# alert', other: '# alerts' })}, ${plural(pings, { one: 'the channel pinged once', other: 'the channel pinged # times' })}.`,
    counts: (alerts: number, pings: number) =>
      `${plural(alerts, { one: '# alert', other: '# alerts' })}, ${plural(pings, { one: '# ping', other: '# pings' })}`,
    pingsOf: (fired: number, joined: number, reopened: number, repeated: number) =>
      `Pings: ${number(fired)} for new alerts, ${number(joined)} when more bulks joined, ${number(reopened)} when a problem came back, ${number(repeated)} for alerts that were still open.`,
    standing: (n: number) =>
      plural(n, {
        one: '# was already open when the period began.',
        other: '# were already open when the period began.',
      }),
    today: 'With the numbers in the settings:',
    day: 'Day',
    alerts: 'Alerts',
    pings: 'Pings',
    pingsToday: 'Pings with current settings',
    noisiest: 'Most pings',
    longest: 'Open longest:',
    lasted: (minutes: number) =>
      minutes < 60 ? `${number(minutes)} min` : `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`,
    notOver: 'still open',
    first: 'First alerts',
    how: 'This uses the silences of that time and today’s settings for working hours, and assumes that no one acknowledged an alert. Nothing was posted.',
    cut: (days: number) => `Bulk history is kept for ${number(days)} days; earlier days are left out.`,
    knownSince: (time: string) => `Leadbell has no data from before ${time}.`,
    nothing: (days: number) =>
      `There is no data for that period. Bulk history is kept for ${number(days)} days, and begins when Leadbell was first started.`,
    inSettings: 'These numbers apply to all channels. Set them in leadbell.config.json, under "alerts".',
    subscribe: 'Subscribe this channel to alerts',
    noFilters: 'Rules look at whole bulks, so filters don’t work here. Please leave them out.',
    outOfBounds: (word: string) => `${q(word)} is out of range. Please try another number.`,
    liveOnly: (rule: string) => `${q(rule)} can’t be replayed: Leadbell doesn’t keep the history for it.`,
    /** `rules`: the rules with their numbers, as people type them. */
    otherRule: (word: string, rules: string) =>
      `${q(word)} belongs to another rule. Each rule has its own numbers: ${rules}.`,
  },
};

export type ReplayWords = typeof en;
export type ReplayCommands = ReplayWords['commands'];
