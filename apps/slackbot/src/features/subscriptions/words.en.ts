/** English. Pure. */
import type { Schedule, ThresholdUnit } from '@leadbell/domain';
import type { Span, Text } from '@leadbell/slack-kit';
import { clock, type Language, weekOrder } from '@leadbell/i18n';
import type { NumberWord } from '../../subscriptions/numbers.ts';
import type { SectionId } from '../../subscriptions/sections.ts';
import { command, format, number, plural, q } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    subscribe: {
      form: 'subscribe digest 08:30 sun-thu',
      gives: 'sends a digest to this channel; add filters if you like',
    },
    subscriptions: { form: 'subscriptions', gives: 'lists what this channel gets, and when' },
    preview: { form: 'preview 3', gives: 'shows what subscription 3 would have sent recently' },
    unsubscribe: { form: 'unsubscribe 3', gives: 'ends subscription 3' },
  },

  subscriptions: {
    title: 'Subscriptions of this channel',
    none: 'This channel has no subscriptions yet.',
    /** `languages`: as people type them. */
    how: (languages: readonly string[]) =>
      `Type ${command('subscribe')} to fill in a form, or copy a line and change it: ${[
        'subscribe digest 08:30 sun-thu brand:KIA',
        'subscribe alerts',
        'subscribe leads brand:KIA',
      ]
        .map(command)
        .join(
          ', ',
        )}. You can also add a time zone (Europe/Berlin), a language (${languages.join(', ')}), skip-empty, working-days or hijri.`,
    subscribed: {
      digest: 'Done: this channel gets a digest.',
      alerts: 'Done: this channel gets alerts.',
      leads: 'Done: this channel gets new leads.',
    },
    edited: 'Saved.',
    /** `language`: of the subscription that is there. Both are such as "in English". */
    alreadyThere: (language: string, asked: string) =>
      language === asked
        ? 'This channel already has exactly this subscription, so nothing was added. To change it, choose Edit.'
        : `This channel already has this subscription ${language}, so nothing was added. To get it ${asked}, choose Edit and change the language.`,
    elsewhere: `Your subscriptions in other channels. To change one, type ${command('subscriptions')} there.`,
    inviteHint: 'I’m not in this channel, so I can’t post here yet. Type `/invite @Leadbell` here.',
    refused: {
      'not-allowed': 'Only the owner of a subscription, or a person who looks after Leadbell here, can change it.',
      'never-comes':
        'All of these days are closed in the calendar, so it would never be sent. Please choose other days.',
      unreadable: 'Not sent: a newer version of Leadbell created this digest, and this version can’t read it.',
      'needs-all':
        'Alerts are about the leads of all brands and branches, and your role lets you see only some of them.',
      'needs-more': 'This subscription shows leads that your role doesn’t let you see, so you can’t change it.',
      held: 'Nothing changed: this subscription has an owner again.',
      'other-kind':
        'A subscription keeps its kind. Please remove this one and make a new one if you want something else.',
    },
    gone: 'This subscription no longer exists.',
    changed: {
      pause: 'Paused.',
      resume: 'Resumed.',
      send: 'On its way: I’ll post the latest digest here in a moment.',
      remove: 'Removed. It will send nothing more.',
      keep: 'Kept. You are its owner from now on.',
    },
    unreadable: 'created by a newer version of Leadbell; this version can’t read it',
    paused: 'Paused:',
    pausedByHand: 'Paused.',
    next: (time: string) => `Next: ${time}`,
    /** Says how the latest message ended. */
    last: {
      posted: (time: string) => `Last: ${time}, delivered`,
      empty: (time: string) => `Last: ${time}, nothing to report`,
      waiting: (time: string) => `Last: waiting to be sent since ${time}`,
      'in-doubt': (time: string) => `Last: ${time}, Slack has not confirmed it yet`,
      dead: (time: string) => `⚠️ Last: ${time}, not delivered`,
      perhaps: (time: string) => `⚠️ Last: ${time}, may be missing`,
    },
    triedAgain: (time: string) => `Next try: ${time}.`,
    beingMade: (since: string) => `Due since ${since}; I’m preparing it now.`,
    owed: (since: string, why: string) => `⚠️ Due since ${since}, but not ready yet: ${why}.`,
    together: (n: number) =>
      plural(n, {
        one: 'If more than # lead arrives at once, they share one message.',
        other: 'If more than # leads arrive at once, they share one message.',
      }),
    atLeast: (n: number) =>
      plural(n, { one: 'Bulks with at least # errored lead.', other: 'Bulks with at least # errored leads.' }),
    share: (percent: number) => `Bulks with errors in at least ${number(percent)}% of their leads.`,
    stalled: (minutes: number) =>
      plural(minutes, {
        one: 'Bulks that aren’t done after # minute.',
        other: 'Bulks that aren’t done after # minutes.',
      }),
    unreachable: (minutes: number) =>
      plural(minutes, {
        one: 'The DMS, if it hasn’t answered for # minute.',
        other: 'The DMS, if it hasn’t answered for # minutes.',
      }),
    escalates: (minutes: number) =>
      plural(minutes, {
        one: 'If an alert isn’t acknowledged within # minute, I mention a user group.',
        other: 'If an alert isn’t acknowledged within # minutes, I mention a user group.',
      }),
    threadOnly: 'One message a day, with everything else in its thread.',
    skipsEmpty: 'Sends nothing when there are no leads.',
    workingDaysOnly: 'On working days only; each digest also covers the days off before it.',
    hijri: 'With Hijri dates.',
    without: (list: string) => `Without: ${list}.`,
    sections: {
      outcomes: 'Errors, created, pending',
      hot: 'Hot leads and test drives',
      ranking: 'Branch ranking (weekly)',
      breakdown: 'By source, brand, branch',
      hours: 'Arrival times',
      errors: 'Top errors',
      bulks: 'Open and cancelled bulks',
      quality: 'Data quality',
    } satisfies Readonly<Record<SectionId, string>>,
    preview: {
      title: 'What this subscription would have sent',
      line: (time: string, what: string) => `${time}: ${what}`,
      nothing: 'nothing, because there were no leads',
      latest: 'The latest one, as the channel would have seen it:',
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
    units: { leads: 'leads', percent: 'percent', minutes: 'minutes' } satisfies Readonly<Record<ThresholdUnit, string>>,
    notASchedule: (word: string) =>
      `I don’t understand ${q(word)}: give a time and days, for example ${command('subscribe digest 08:30 sun-thu')}.`,
    /** `thresholds`: as people type them, with their units. */
    notOfAlerts: (word: string, thresholds: string) =>
      `I don’t understand ${q(word)} for alerts. You can add “no-” with the name of a rule; numbers: ${thresholds}; “call-” with a group’s ID, alone or with escalate-30; or thread-only. For example: ${command('subscribe alerts from-5 no-counts-differ')}.`,
    notOfLeads: (word: string) =>
      `I don’t understand ${q(word)} for new leads: you can add filters, together-5 or thread-only, for example ${command('subscribe leads brand:KIA together-5')}.`,
    notAZone: (word: string) => `I don’t know the time zone ${q(word)}: type for example Asia/Riyadh.`,
    noTime: `Please add a time, for example ${command('subscribe digest 08:30')}.`,
    /** For a value that no lead is known to have. `filter`: the label of the filter. */
    unseen: (filter: string, value: string) =>
      `No lead has had the ${filter.toLowerCase()} ${q(value)} so far, so this would stay empty. Nothing is changed yet.`,
    useNear: (value: string) => `Use ${q(value)}`,
    useAnyway: 'Use it anyway',
    sendQuestion: { title: 'Post the digest now?', text: 'Everyone in the channel will see it.' },
    removeQuestion: {
      title: 'Remove this subscription?',
      text: 'It will send nothing more, and its settings will be lost. To stop it for a while, choose Pause.',
    },
    buttons: {
      send: 'Send now',
      edit: 'Edit',
      preview: 'Preview',
      pause: 'Pause',
      resume: 'Resume',
      remove: 'Remove',
      keep: 'Keep it',
    },
    /** For a subscription whose owner has lost the right to it. */
    unheld: {
      soon: (owner: Span, what: string, place: Span): Text => [
        owner,
        { words: ' is no longer allowed to own the ' },
        { words: what, style: 'bold' },
        { words: ' in ' },
        place,
        { words: '. It continues for 7 days.' },
      ],
      soonShort: 'A subscription has lost its owner. It continues for 7 days.',
      paused: (owner: Span, what: string, place: Span): Text => [
        { words: 'I paused the ' },
        { words: what, style: 'bold' },
        { words: ' in ' },
        place,
        { words: ': ' },
        owner,
        { words: ' is no longer allowed to own it, and no one has taken it over.' },
      ],
      pausedShort: 'I paused a subscription that has lost its owner.',
      how: 'Anyone who may change subscriptions can keep it, and becomes its owner.',
      howThere: 'Anyone who may change subscriptions can keep it with the button in that channel.',
    },
    form: {
      title: 'Subscribe',
      changeTitle: 'Edit subscription',
      what: 'Subscribe to',
      kinds: { digest: 'A digest', alerts: 'Alerts', leads: 'New leads as they arrive' },
      channel: 'Channel',
      submit: 'Subscribe',
      change: 'Save',
      time: 'Time',
      rhythm: 'How often',
      onDays: 'On the days below',
      monthly: (day: number) => (day === 31 ? 'On the last day of each month' : `On day ${day} of each month`),
      days: 'Days',
      zone: 'Time zone',
      daysHint:
        'If you choose no day, the digest comes every day. After days without a digest, the next digest covers those days too.',
      language: 'Language',
      any: 'Any',
      known: 'Only leads with these values',
      knownHint: 'These are the values that leads have had so far. Your choice is added to what you type below.',
      filtersHint: 'Leave empty for all leads. Separate several values with commas; put ! in front to exclude them.',
      options: 'Options',
      skip: 'Send nothing when there are no leads',
      working: 'Send on working days only',
      hijri: 'Show Hijri dates too',
      sections: 'Sections',
      rules: 'Rules',
      from: 'Alert when a bulk has at least this many leads with errors',
      share: 'Or when at least this percentage of its leads have errors',
      thresholdsHint: 'Leave empty to use the default. Set a count or a percentage; whichever you set is used.',
      stalled: 'Alert when a bulk isn’t done after this many minutes',
      unreachable: 'Alert when the DMS hasn’t answered for this many minutes',
      group: 'User group to mention if an alert isn’t acknowledged',
      groupHint: 'Enter the group’s ID. To copy it, open the group in Slack and choose Copy group ID from its menu.',
      escalate: 'Mention the group after this many minutes',
      together: 'Use one message if more than this many leads arrive at once',
      threadOnly: 'One message a day, with everything else in its thread',
      problems: {
        number: (least: number, most: number) =>
          `Please enter a whole number from ${number(least)} to ${number(most)}.`,
        group: 'This is not the ID of a user group. An ID looks like S0123ABCD.',
        nobodyToCall: 'Please enter the ID of a user group, or leave the minutes empty.',
        chosenAndExcluded:
          'You exclude values here and choose others in the list above. Please do only one of the two.',
        noRules: 'Please choose at least one rule, or nothing will be sent.',
      },
    } satisfies Readonly<Record<NumberWord, string> & Record<string, unknown>>,
  },
};

export type SubscriptionsWords = typeof en;
export type SubscriptionsCommands = SubscriptionsWords['commands'];
