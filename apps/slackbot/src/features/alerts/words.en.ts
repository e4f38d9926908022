/** English. Pure. */
import type { AlertEntry, AlertRuleId, ConnectionRuleId } from '@leadbell/domain';
import { number, plural } from '../../words/grammar.en.ts';
import { en as many } from './summary-words.en.ts';

export const en = {
  commands: {
    alerts: { form: 'alerts', gives: 'open alerts, and what Leadbell decided about each' },
    assign: { form: 'assign 12 me', gives: 'assigns alert 12 to you, or to a person you name instead of “me”' },
    note: { form: 'note 12 branch renamed', gives: 'adds a note to the thread of alert 12' },
    silence: {
      form: 'silence source:Website 2h',
      gives: 'silences alerts for a while, by source, brand, branch or error:"Branch not found"',
    },
    silences: { form: 'silences', gives: 'lists the silences, each with a button to end it' },
  },

  alerts: {
    rules: {
      'bulk-errors': 'Leads with errors',
      'bulk-cancelled': 'Cancelled bulks',
      'bulk-stalled': 'Stuck bulks',
      'new-error': 'Errors never seen before',
      'counts-differ': 'Counts that don’t match',
      'bulk-set-aside': 'Bulks that can’t be stored',
      'dms-unreachable': 'DMS unreachable',
      'not-watching': 'Leadbell not watching',
      'no-leads': 'No new leads',
    } satisfies Readonly<Record<AlertRuleId, string>>,
    title: (rule: AlertRuleId, bulks: number): string =>
      ({
        'bulk-errors': plural(bulks, { one: 'Errors in # bulk', other: 'Errors in # bulks' }),
        'bulk-cancelled': plural(bulks, { one: '# bulk was cancelled', other: '# bulks were cancelled' }),
        'bulk-stalled': plural(bulks, { one: '# bulk is stuck', other: '# bulks are stuck' }),
        'new-error': 'An error never seen before',
        'counts-differ': plural(bulks, {
          one: 'The counts of # bulk don’t match',
          other: 'The counts of # bulks don’t match',
        }),
        'bulk-set-aside': plural(bulks, {
          one: '# bulk could not be stored',
          other: '# bulks could not be stored',
        }),
        'dms-unreachable': 'The DMS is not answering',
        'not-watching': 'Leadbell is not watching the DMS',
        'no-leads': 'No new leads for two hours',
      })[rule],
    /** Used instead of a cause if the DMS gives none. */
    withoutReason: (leads: number) =>
      plural(leads, { one: '# lead with errors, no reason given', other: '# leads with errors, no reason given' }),
    newError: (cause: string) => `New error: ${cause}`,
    sources: (n: number) => plural(n, { one: '# source', other: '# sources' }),
    branches: (n: number) => plural(n, { one: '# branch', other: '# branches' }),
    bulks: (n: number) => plural(n, { one: '# bulk', other: '# bulks' }),
    unstable: 'comes and goes',
    counts: (rule: AlertRuleId, count: number, of: number): string => {
      const all = plural(of, { one: '# lead', other: '# leads' });
      return {
        'bulk-errors': `${number(count)} of ${all} with errors`,
        'bulk-cancelled': all,
        'bulk-stalled': `${all}, not done after ${plural(count, { one: '# minute', other: '# minutes' })}`,
        'new-error': `${number(count)} of ${all}`,
        'counts-differ': `the DMS counts ${number(count)} more or fewer than it lists`,
        'bulk-set-aside': all,
        'dms-unreachable': '',
        'not-watching': '',
        'no-leads': '',
      }[rule];
    },
    explains: {
      'not-watching': (_count: number) =>
        'Meanwhile Leadbell sees no new leads, no errors and no changes to open bulks. It will read everything it missed as soon as it works again. Please tell the person who runs Leadbell; `/leads status` shows the details.',
      'dms-unreachable': (_count: number) =>
        'Meanwhile Leadbell sees no new leads and no changes to open bulks. It keeps trying, and will read everything it missed as soon as the DMS answers.',
      'no-leads': (count: number) =>
        `About ${plural(count, { one: '# lead usually arrives', other: '# leads usually arrive' })} in two hours at this time of the week. Please check that leads still reach the DMS.`,
    } satisfies Readonly<Record<ConnectionRuleId, (count: number) => string>>,
    number: (id: number) => `Alert ${id}`,
    since: (time: string) => `since ${time}`,
    /** True whether or not a channel has the alert. */
    opened: (time: string) => `opened ${time}`,
    acknowledgedBy: 'acknowledged by',
    ownedBy: 'assigned to',
    elsewhere: 'someone in another workspace',
    snoozedUntil: (time: string) => `snoozed until ${time}`,
    snoozedTo: (time: string) => `Snoozed until ${time}`,
    closedByHand: 'by hand: opens again if it gets worse',
    resolvedAt: (time: string) => `resolved ${time}`,
    expiredAt: (time: string) => `expired ${time}`,
    /** Used in the thread, and in the alert's history, which exists even if no channel has the alert. */
    entries: {
      'group-wait': 'Waiting a moment: similar problems go into the same message.',
      fired: 'Opened.',
      changed: 'Updated.',
      unchanged: 'Nothing changed.',
      'group-interval': 'More bulks have this problem. They are announced a little later.',
      joined: 'More bulks with the same cause.',
      repeated: 'Still open, and no one has acknowledged it.',
      acknowledged: 'Not repeated: someone has acknowledged it.',
      silenced: 'Not sent: silenced.',
      snoozed: 'Not sent: snoozed.',
      'snooze-over': 'The snooze has ended, and the alert is still open.',
      inhibited: 'Not sent: this happened because the DMS is not being read.',
      'quiet-hours': 'Not repeated: outside working hours.',
      resolved: 'Resolved.',
      expired: 'Expired: it was never fixed, and we stopped watching it.',
      'gone-before-told': 'Not sent: the problem was over before the message went out.',
      closed: 'Resolved by hand.',
      worse: 'It got worse after it was resolved by hand.',
      reopened: 'The problem is back.',
      damped: 'The problem came back too soon for another ping.',
      unstable: 'It comes and goes. No more pings about it until it has stayed open or resolved for a while.',
      steady: 'It no longer comes and goes, and it is still open.',
      acknowledge: 'Acknowledged',
      assign: 'Taken',
      release: 'Given back',
      snooze: 'Snoozed',
      unacknowledge: 'No longer acknowledged',
      resolve: 'Resolved by hand. It opens again only if it gets worse.',
      reopen: 'Opened again',
      wake: 'Ended the snooze',
      note: 'Note',
      escalate: 'No one has acknowledged this yet.',
    } satisfies Record<AlertEntry['what'], string>,
    joined: (bulks: number) =>
      plural(bulks, { one: '# more bulk with the same cause.', other: '# more bulks with the same cause.' }),
    resent: (n: number) =>
      plural(n, {
        one: '# lead was sent again in a later bulk.',
        other: '# leads were sent again in a later bulk.',
      }),
    buttons: {
      acknowledge: 'Acknowledge',
      assign: 'Take it',
      assignTo: 'Assign to…',
      release: 'Give back',
      note: 'Add a note…',
      next: 'Resolve or snooze…',
      quiet: 'Snooze or silence…',
      reopen: 'Open again',
      view: 'View errors',
      export: 'Export',
      endSilence: 'End',
    },
    ...many,
    emptyNote: 'Please write the note after the number, for example: `/leads note 12 the branch was renamed`.',
    told: (n: number) =>
      plural(n, {
        one: 'In the last 7 days this subscription would have sent # alert.',
        other: 'In the last 7 days this subscription would have sent # alerts.',
      }),
    mayNotSilence:
      'Only people who manage Leadbell here can silence or snooze alerts, or end a silence. Please ask one of them.',
    gone: 'That alert has ended, or no alert has this number. `/leads alerts` lists the latest ones.',
    doneUnseen: 'Done. This message won’t update, because there is no active subscription to alerts here.',
    listTitle: 'Alerts',
    none: 'No alerts.',
    why: (reason: string) => `Last decision: ${reason}`,
    history: 'History',
    silences: 'Silences',
    noSilences: 'Nothing is silenced.',
    silenced: (time: string) =>
      `Silenced until ${time}. New matches stay quiet; you will still hear when one is resolved.`,
    errorWords: 'Error',
    silenceEnded: 'The silence has ended.',
    until: (time: string) => `until ${time}`,
    by: 'by',
    exported: (n: number) =>
      plural(n, {
        one: 'The file with # lead is in your direct messages.',
        other: 'The file with # leads is in your direct messages.',
      }),
    unreadBulks: (n: number) =>
      plural(n, {
        one: '# bulk is left out: there are too many to read at once. The newest ones are here.',
        other: '# bulks are left out: there are too many to read at once. The newest ones are here.',
      }),
    unreadLeads: (n: number) => plural(n, { one: '# more lead did not fit.', other: '# more leads did not fit.' }),
    moreErrors: (n: number) =>
      plural(n, { one: '# more error: see the export.', other: '# more errors: see the export.' }),
    erroredNow: (n: number) => plural(n, { one: '# lead with errors now', other: '# leads with errors now' }),
    chooseError: 'Choose an error',
    allErrors: (count: string) => `All errors (${count})`,
    assignedTo: 'Assigned to',
    assignedToYou: 'This alert was assigned to you',
    mayNotOwn:
      'Not assigned: as far as I know, this person’s role doesn’t let them act on this alert. Please choose someone else, or ask the person who looks after Leadbell.',
    whomToAssign:
      'Please say who should have the alert, for example: `/leads assign 12 me`. Instead of “me” you can name a person, or write “nobody” to give it back.',
    form: {
      person: 'Who should have this alert',
      personHint: 'I mention this person in the alert’s thread.',
      assign: 'Assign',
      note: 'Note',
      noteExample: 'the branch was renamed',
      save: 'Save',
      emptyNote: 'Please write a note.',
      apply: 'Done',
      next: 'What should happen to this alert?',
      nextHint:
        'Snoozed: no more pings about this alert until then. Silenced: alerts with the same cause stay quiet in every channel; you still hear when one is resolved.',
      nextHintWithoutSilence: 'Only people who manage Leadbell here can also snooze or silence it.',
      nextSteps: {
        resolve: (_end: string) => 'Resolve it; it opens again only if it gets worse',
        unacknowledge: (_end: string) => 'Undo “Acknowledge”',
        wake: (_end: string) => 'End the snooze',
        'snooze-hour': (_end: string) => 'Snooze for 1 hour',
        'snooze-tomorrow': (time: string) => `Snooze until tomorrow ${time}`,
        'snooze-week': (dayAndTime: string) => `Snooze until ${dayAndTime}`,
        'silence-2h': (_end: string) => 'Silence this cause for 2 hours',
        'silence-day': (_end: string) => 'Silence this cause for a day',
      },
    },
    exportTitle: (id: number) => `Leads with errors, alert ${id}`,
    exportEmpty: 'No lead in this alert has errors any more.',
  },
};

export type AlertsWords = typeof en;
export type AlertsCommands = AlertsWords['commands'];
