/** English. Pure. */
import type { Schedule } from '@leadbell/domain';
import { clock, type Language, weekOrder } from '@leadbell/i18n';
import { format, number, plural, q } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    subscribe: { form: 'subscribe digest 08:30 sun-thu', gives: 'a digest for this channel, with any filters' },
    subscriptions: { form: 'subscriptions', gives: 'what this channel gets, and when' },
    preview: { form: 'preview <number>', gives: 'what one of them would have sent over the last days' },
    unsubscribe: { form: 'unsubscribe <number>', gives: 'ends one of them' },
  },

  subscriptions: {
    title: 'Subscriptions of this channel',
    none: 'This channel gets nothing by itself yet.',
    how: 'Type /leads subscribe for a form, or /leads subscribe digest 08:30 sun-thu brand:KIA, subscribe alerts, subscribe leads brand:KIA. You can add a time zone (Europe/Berlin), arabic or english, skip-empty, working-days, hijri.',
    subscribed: {
      digest: 'Done: this channel gets a digest.',
      alerts: 'Done: this channel gets alerts.',
      leads: 'Done: this channel gets new leads.',
    },
    edited: 'Changed.',
    inviteHint: 'I am not in this channel and cannot post here yet: type /invite @Leadbell.',
    refused: {
      'not-allowed': 'Subscriptions can only be changed by their owner and by those who look after Leadbell here.',
      'never-comes': 'All of its days are closed in the calendar: it would never come. Please choose other days.',
    },
    gone: 'That subscription is not there any more.',
    changed: {
      pause: 'Paused.',
      resume: 'Resumed.',
      send: 'On its way: the latest digest is posted here in a moment.',
      remove: 'Removed. Nothing more is sent for it.',
    },
    unreadable: 'made by a later version of Leadbell, not understood here',
    paused: 'Paused:',
    pausedByHand: 'Paused.',
    next: (time: string) => `Next: ${time}`,
    /** How the latest message ended. */
    last: {
      posted: (time: string) => `Last: ${time}, delivered`,
      empty: (time: string) => `Last: ${time}, nothing to tell`,
      waiting: (time: string) => `Last: waiting to be sent since ${time}`,
      'in-doubt': (time: string) => `Last: ${time}, Slack has not confirmed it yet`,
      dead: (time: string) => `⚠️ Last: ${time}, not delivered`,
      perhaps: (time: string) => `⚠️ Last: ${time}, may be missing`,
    },
    triedAgain: (time: string) => `Next try: ${time}.`,
    beingMade: (since: string) => `Due since ${since}: it is being made.`,
    owed: (since: string, why: string) => `⚠️ Due since ${since} and not ready yet: ${why}.`,
    together: (n: number) => `More than ${number(n)} at once are one message.`,
    atLeast: (n: number) =>
      plural(n, { one: 'Bulks from # lead with errors on.', other: 'Bulks from # leads with errors on.' }),
    share: (percent: number) => `Bulks with errors in ${number(percent)}% of their leads or more.`,
    stalled: (minutes: number) =>
      plural(minutes, {
        one: 'Bulks that are not done after # minute.',
        other: 'Bulks that are not done after # minutes.',
      }),
    unreachable: (minutes: number) =>
      plural(minutes, {
        one: 'The DMS when it has not answered for # minute.',
        other: 'The DMS when it has not answered for # minutes.',
      }),
    escalates: (minutes: number) => `A group is called when nobody has acknowledged it for ${number(minutes)} minutes.`,
    threadOnly: 'One message a day, all else in its thread.',
    skipsEmpty: 'Nothing is sent when there are no leads.',
    workingDaysOnly: 'On working days only; the next one covers the days between.',
    hijri: 'With Hijri dates.',
    without: (list: string) => `Without: ${list}.`,
    sections: {
      outcomes: 'Errors, created, pending',
      hot: 'Hot leads and test drives',
      ranking: 'Branches ranked (weekly)',
      breakdown: 'By source, brand, branch',
      hours: 'When they came',
      errors: 'Top errors',
      bulks: 'Open and cancelled bulks',
      quality: 'Data quality',
    },
    preview: {
      title: 'What it would have sent',
      line: (time: string, what: string) => `${time}: ${what}`,
      nothing: 'nothing, there were no leads',
      latest: 'The latest of them, as the channel would have seen it:',
    },
    language: { en: 'in English', ar: 'in Arabic' } satisfies Readonly<Record<Language, string>>,
    schedule: (schedule: Schedule): string => {
      const time = clock(schedule.minuteOfDay);
      if (schedule.kind === 'monthly')
        return schedule.day === 31
          ? `on the last day of each month at ${time}`
          : `on day ${schedule.day} of each month at ${time}`;
      if (schedule.days.length === 7) return `every day at ${time}`;
      return `${weekOrder(schedule.days)
        .map((day) => format.weekday(day))
        .join(', ')} at ${time}`;
    },
    notASchedule: (word: string) =>
      `I do not understand ${q(word)} in a schedule: write a time and days, such as 08:30 sun-thu.`,
    notOfAlerts: (word: string) =>
      `I do not understand ${q(word)} for alerts: there are no-<rule>, from-5, share-10 (percent), stalled-30, unreachable-10 (minutes), call-S0123ABCD, escalate-30, thread-only.`,
    notOfLeads: (word: string) =>
      `I do not understand ${q(word)} for new leads: there are filters such as brand:KIA, together-5, thread-only.`,
    notAZone: (word: string) => `I do not know the time zone ${q(word)}: write for example Asia/Riyadh.`,
    noTime: 'At what time? Write for example: /leads subscribe digest 08:30.',
    buttons: {
      send: 'Send now',
      edit: 'Edit',
      preview: 'Preview',
      pause: 'Pause',
      resume: 'Resume',
      remove: 'Remove',
    },
    form: {
      title: 'Subscribe',
      what: 'What',
      kinds: { digest: 'A digest', alerts: 'Alerts', leads: 'New leads as they arrive' },
      channel: 'Where',
      submit: 'Subscribe',
      change: 'Save',
      time: 'At',
      rhythm: 'How often',
      onDays: 'On the days below',
      monthly: (day: number) => (day === 31 ? 'On the last day of each month' : `On day ${day} of each month`),
      days: 'On',
      zone: 'Time zone',
      daysHint: 'None is every day. On the first day after a pause it covers the days between.',
      language: 'Language',
      any: 'Any',
      filtersHint: 'Only leads that match. Several with commas are one or the other; ! in front is all but these.',
      options: 'Also',
      skip: 'Send nothing when there are no leads',
      working: 'Only on working days',
      hijri: 'Show Hijri dates too',
      sections: 'Sections',
      rules: 'Rules',
      from: 'Alert when a bulk has at least this many leads with errors',
      share: 'Or at least this percentage of its leads',
      thresholdsHint: 'Leave empty to use the default. Set a count or a percentage; whichever you set is used.',
      stalled: 'Alert when a bulk isn’t done after this many minutes',
      unreachable: 'Alert when the DMS hasn’t answered for this many minutes',
      group: 'User group that is called when nobody acknowledges',
      groupHint: 'Its ID, from the menu of the group in Slack: Copy group ID.',
      escalate: 'Call it after this many minutes',
      together: 'Put them into one message when more than this many come at once',
      threadOnly: 'Threads only: one message a day, all else in its thread',
      problems: {
        number: (least: number, most: number) => `Please write a whole number, ${number(least)} to ${number(most)}.`,
        group: 'This is not the ID of a user group: it is like S0123ABCD.',
        nobodyToCall: 'Who is to be called? Please write the ID of a user group, or leave the minutes empty.',
        noRules: 'Please leave at least one: else it would send nothing.',
      },
    },
  },
};

export type SubscriptionsWords = typeof en;
export type SubscriptionsCommands = SubscriptionsWords['commands'];
