/** English. Pure. */
import type { AlertEntry, AlertRuleId } from '@leadbell/domain';
import { number, plural } from '../../words/grammar.en.ts';
import { en as many } from './summary-words.en.ts';

export const en = {
  commands: {
    alerts: { form: 'alerts [number]', gives: 'open alerts, and why each one was or wasn’t sent' },
    assign: { form: 'assign <number> @person', gives: 'who has an alert: a person, me or nobody' },
    note: { form: 'note <number> <text>', gives: 'writes a line into the thread of an alert' },
    silence: {
      form: 'silence source:Email 2h',
      gives: 'keeps alerts quiet for a while: a source, brand, branch, error:"Branch not found"',
    },
    silences: { form: 'silences', gives: 'what is silenced, and to end it' },
  },

  alerts: {
    rules: {
      'bulk-errors': 'leads with errors',
      'bulk-cancelled': 'cancelled bulks',
      'bulk-stalled': 'stalled bulks',
      'new-error': 'errors never seen before',
      'counts-differ': 'counts that differ',
      'bulk-set-aside': 'bulks that can’t be stored',
      'dms-unreachable': 'DMS unreachable',
      'not-watching': 'Leadbell not watching',
      'no-leads': 'no new leads',
    },
    title: (rule: AlertRuleId, bulks: number): string =>
      ({
        'bulk-errors': plural(bulks, { one: 'Errors in # bulk', other: 'Errors in # bulks' }),
        'bulk-cancelled': plural(bulks, { one: '# bulk was cancelled', other: '# bulks were cancelled' }),
        'bulk-stalled': plural(bulks, { one: '# bulk is stuck', other: '# bulks are stuck' }),
        'new-error': 'An error never seen before',
        'counts-differ': plural(bulks, { one: 'The counts of # bulk differ', other: 'The counts of # bulks differ' }),
        'bulk-set-aside': plural(bulks, {
          one: '# bulk could not be stored',
          other: '# bulks could not be stored',
        }),
        'dms-unreachable': 'The DMS does not answer',
        'not-watching': 'Leadbell is not watching the DMS',
        'no-leads': 'No new leads for two hours',
      })[rule],
    /** Instead of a cause, where the DMS says none. */
    withoutReason: (leads: number) =>
      plural(leads, { one: '# lead with errors, no reason given', other: '# leads with errors, no reason given' }),
    newError: (cause: string) => `New error: ${cause}`,
    sources: (n: number) => plural(n, { one: '# source', other: '# sources' }),
    branches: (n: number) => plural(n, { one: '# branch', other: '# branches' }),
    unstable: 'comes and goes',
    counts: (rule: AlertRuleId, count: string, of: string): string =>
      ({
        'bulk-errors': `${count} of ${of} leads with errors`,
        'bulk-cancelled': `${of} leads`,
        'bulk-stalled': `${of} leads, not done after ${count} minutes`,
        'new-error': `${count} of ${of} leads`,
        'counts-differ': `the DMS counts ${count} more or fewer than it lists`,
        'bulk-set-aside': `${of} leads`,
        'dms-unreachable': '',
        'not-watching': '',
        'no-leads': '',
      })[rule],
    explains: {
      'not-watching': (_count: number) =>
        'New leads, errors and open bulks are not seen meanwhile. What is missed is read as soon as it works again. Please tell whoever runs Leadbell; /leads status says more.',
      'dms-unreachable': (_count: number) =>
        'Leads can not be read: new ones are not seen, and nothing is known of open bulks. It is tried again all the time; what was missed is read as soon as it answers.',
      'no-leads': (count: number) =>
        `At this time of the week there are usually about ${number(count)} in two hours. Is the way to the DMS open?`,
    },
    number: (id: number) => `Alert ${id}`,
    since: (time: string) => `since ${time}`,
    acknowledgedBy: 'acknowledged by',
    ownedBy: 'in the hands of',
    elsewhere: 'somebody in another workspace',
    snoozedUntil: (time: string) => `snoozed until ${time}`,
    resolvedAt: (time: string) => `resolved ${time}`,
    expiredAt: (time: string) => `expired ${time}`,
    /** In the thread, and in the list of what happened. */
    entries: {
      'group-wait': 'Waiting a moment for others of the same kind.',
      fired: 'Sent.',
      changed: 'It changed.',
      unchanged: 'Nothing changed.',
      'group-interval': 'More bulks joined; the channel hears of them when the group interval is over.',
      joined: 'More bulks with the same cause.',
      repeated: 'Still so, and nobody has acknowledged it.',
      acknowledged: 'Not repeated: it is acknowledged.',
      silenced: 'Not sent: silenced.',
      snoozed: 'Not sent: snoozed.',
      'snooze-over': 'The snooze is over, and it is still so.',
      inhibited: 'Not sent: it follows from the DMS not being read.',
      'quiet-hours': 'Not repeated: outside working hours.',
      resolved: 'Resolved.',
      expired: 'Expired: it was never fixed, and we stopped watching it.',
      'gone-before-told': 'Over before it was sent.',
      reopened: 'It is wrong again.',
      damped: 'Wrong again so soon that only the message was changed.',
      unstable: 'It comes and goes. I stay quiet until it has been the same for a while.',
      steady: 'It no longer comes and goes: it is still wrong.',
      acknowledge: 'Acknowledged',
      assign: 'Taken',
      release: 'Given back',
      snooze: 'Snoozed until the next working day',
      note: 'Note',
      escalate: 'Nobody has acknowledged this yet.',
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
      snooze: 'Snooze until tomorrow',
      view: 'View errors',
      export: 'Export',
      endSilence: 'End',
    },
    ...many,
    emptyNote: 'Please write the note after the number, for example: /leads note 12 the branch was renamed.',
    told: (n: number) =>
      plural(n, {
        one: 'In the last 7 days it would have sent # alert.',
        other: 'In the last 7 days it would have sent # alerts.',
      }),
    mayNotSilence: 'Only those who look after Leadbell here can silence or snooze alerts, or end a silence.',
    gone: 'That alert has ended, or there is none with this number.',
    doneUnseen: 'Done. This message does not change: there is no active subscription to alerts here.',
    listTitle: 'Alerts',
    none: 'No alerts.',
    why: (reason: string) => `Why it was or wasn’t sent, the last time: ${reason}`,
    history: 'What happened',
    silences: 'Silences',
    noSilences: 'Nothing is silenced.',
    silenced: 'Silenced. New matches stay quiet until then; you will still hear when one is resolved.',
    errorWords: 'Error',
    silenceEnded: 'Ended.',
    until: (time: string) => `until ${time}`,
    by: 'by',
    exported: (n: number) =>
      plural(n, {
        one: 'The file with # lead is in your direct messages.',
        other: 'The file with # leads is in your direct messages.',
      }),
    unreadBulks: (n: number) =>
      plural(n, {
        one: '# bulk is not in this: there are more than can be asked for at once. The newest are.',
        other: '# bulks are not in this: there are more than can be asked for at once. The newest are.',
      }),
    unreadLeads: (n: number) =>
      plural(n, { one: '# more lead has no room in this.', other: '# more leads have no room in this.' }),
    moreErrors: (n: number) =>
      plural(n, { one: '# more error: it is in the export.', other: '# more errors: they are in the export.' }),
    erroredNow: (n: number) => plural(n, { one: '# lead with errors now', other: '# leads with errors now' }),
    chooseError: 'Choose an error',
    allErrors: (count: string) => `All errors (${count})`,
    assignedTo: 'Assigned to',
    assignedToYou: 'This alert was assigned to you',
    whomToAssign:
      'Please say who is to have it, for example: /leads assign 12 @noura. “me” is you, “nobody” gives it back.',
    form: {
      person: 'Who is to have it',
      personHint: 'They are mentioned in the thread of the alert.',
      assign: 'Assign',
      note: 'Note',
      noteExample: 'the branch was renamed',
      save: 'Save',
      emptyNote: 'Please write something.',
    },
    exportTitle: (id: number) => `Leads with errors, alert ${id}`,
    exportEmpty: 'None of its leads has errors any more.',
  },
};

export type AlertsWords = typeof en;
export type AlertsCommands = AlertsWords['commands'];
