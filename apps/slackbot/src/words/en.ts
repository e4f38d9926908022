/**
 * English, and the definition of what a locale says. Pure.
 * Strings are our own words; a person's words that come into one are quoted in isolates. Text from leads is put in by the cards, as `data` spans.
 */
import type { AlertEntry, AlertRuleId, PeriodSpec, Schedule } from '@leadbell/domain';
import type { LeadsApiErrorKind } from '@leadbell/leads-api';
import type { Span, Text } from '@leadbell/slack-kit';
import { clock, createFormat, type Language, languages, quoted, weekOrder } from '@leadbell/i18n';

const format = createFormat('en-GB');
const { number, plural } = format;

function q(text: string): string {
  return quoted(text, '“', '”');
}

/** Ends a sentence with the nearest right form. */
function meant(near: string | null, otherwise: string): string {
  return near === null ? `${otherwise}.` : `did you mean ${q(near)}?`;
}

/** A place or a workspace that is closed to us, by Slack's code. */
const closedWhy: Readonly<Record<string, string>> = {
  is_archived: 'the channel is archived.',
  channel_is_archived: 'the channel is archived.',
  is_inactive: 'the channel is not in use any more.',
  not_in_channel: 'I am no longer in the channel.',
  channel_not_found: 'I can no longer see the channel.',
  channel_is_limited_access: 'I am not allowed into the channel.',
  posting_to_channel_denied: 'I am not allowed to post in the channel.',
  restricted_action: 'only some people may post in the channel, and I am not one of them.',
  restricted_action_read_only_channel: 'nobody may post in the channel: it is read-only.',
  restricted_action_thread_only_channel: 'the channel takes replies in threads only.',
  channel_type_not_supported: 'apps can’t post in that kind of conversation.',
  method_not_supported_for_channel_type: 'apps can’t post in that kind of conversation.',
  user_disabled: 'the person’s account is switched off.',
  user_not_found: 'the person is no longer in this workspace.',
  user_not_visible: 'I am not allowed to see the person.',
  user_is_restricted: 'the person is a guest whom apps can’t write to.',
  cannot_dm_bot: 'it is an app, and apps can’t write to each other.',
  messages_tab_disabled: 'messages to Leadbell are switched off in this workspace.',
  token_revoked: 'Leadbell’s access to this workspace was revoked.',
  account_inactive: 'Leadbell’s access to this workspace was revoked.',
  invalid_auth: 'Slack no longer accepts Leadbell’s token.',
  never_comes: 'its days are all closed in the calendar.',
  unreadable: 'it was made by a later version of Leadbell, and this one can’t read it.',
};

export const en = {
  tag: 'en' as Language,
  direction: languages.en.direction as 'ltr' | 'rtl',
  format,
  listSeparator: ', ',

  /** How commands and filters are written in this language: all can be typed, and every button's text is understood. */
  typed: {
    today: 'today',
    yesterday: 'yesterday',
    thisWeek: 'this week',
    lastDays: (days: number) => `last ${days} days`,
    errors: 'errors',
    bulk: 'bulk',
    lead: 'lead',
    help: 'help',
    status: 'status',
  },

  /** What is said of something that a person did. */
  acts: {
    /** Beside a button, and in a form that stays open. */
    notWritten: 'Leadbell could not take this just now, so nothing was done. Please try again in a minute.',
    once: 'Somebody asked for this a moment ago, so it is done only once.',
    restarting: 'Leadbell is restarting. It will finish this as soon as it is back.',
    done: 'Done. Sorry that this comes late.',
    perhaps: 'Leadbell restarted in the middle of this. Please look whether it is there before you try again.',
    readAgain: 'Leadbell restarted before this was ready. Please try again.',
  },
  shell: {
    /** After a command it stays above the answer: Slack does not let it be replaced. */
    fetching: 'Fetching your leads… one moment.',
    tryAgain: 'Try again',
    help: 'Help',
    /** A sentence that a sales person understands. */
    trouble: (kind: LeadsApiErrorKind): string =>
      ({
        unauthorized:
          'The DMS did not accept our sign-in, so no leads could be read. Please tell whoever looks after Leadbell.',
        'rate-limited': 'The DMS is asking us to slow down. Wait a moment and try again.',
        unavailable: 'The DMS is not answering at the moment. Your leads are safe there; try again in a minute.',
        timeout: 'The DMS took too long to answer. Try again, or ask for a shorter period.',
        contract: 'The DMS answered in a form we do not understand. Please tell whoever looks after Leadbell.',
        'bad-request': 'The DMS did not accept this question. Try another period or another number.',
        'not-found':
          'The DMS has nothing at the address we use. Whoever looks after Leadbell can check it: it is DMS_BASE_URL in the settings.',
        aborted: 'This was stopped before the DMS had answered. Try again.',
      })[kind],
    retryAfter: (seconds: number): string =>
      plural(seconds, { one: 'It can be asked again in # second.', other: 'It can be asked again in # seconds.' }),
    /** Not the DMS's fault: ours. */
    failed: 'Something went wrong on our side. Please try again.',
    reference: (reference: string): string => `Reference: ${reference}`,
    notInChannel: 'I am not in this channel yet: type /invite @Leadbell here, then share again.',
    shared: 'Shared with the channel.',
    /** Ends a message that Slack took as plain text only. */
    rest: 'The rest is in /leads.',
    busy: (seconds: number): string =>
      plural(seconds, {
        one: 'Slack asks us to wait. Please try again in # second.',
        other: 'Slack asks us to wait. Please try again in # seconds.',
      }),
    notNow: 'Slack could not do it just now. Please try again in a minute.',
    workspaceClosed:
      'Slack does not let Leadbell work in this workspace at the moment. Please tell whoever manages Leadbell: `leadbell status` says why.',
    pressAgain: 'That took too long for Slack. Please press again.',
    fileRefused: (code: string): string =>
      ({
        file_uploads_disabled: 'This workspace does not allow files. Please ask an admin of Slack to allow them.',
        file_uploads_except_images_disabled:
          'This workspace allows only images as files. Please ask an admin of Slack to allow others.',
        file_type_not_allowed:
          'This workspace does not allow this kind of file. Please ask an admin of Slack to allow CSV files.',
        storage_limit_reached: 'This workspace has no room left for files. Please ask an admin of Slack.',
        file_upload_size_restricted:
          'The file is larger than this workspace allows. Please ask for fewer leads, or ask an admin of Slack.',
      })[code] ?? `Slack did not take the file (${code}). Please ask an admin of Slack.`,
    perhapsShared: 'Slack did not confirm it: it may already be in the channel. Look there before you share it again.',
    sharedBy: (user: string): Text => [{ words: 'Shared by ' }, { user }],
    /** A button of an older version, or one that somebody made up. */
    staleButton: 'This button is from an older message: please ask again with /leads.',
  },

  complaints: {
    tooLong: (max: number) => `That is too long to read: please keep it under ${number(max)} characters.`,
    filtersTooLong: (max: number) =>
      `The filters are too long together: please keep them under ${number(max)} characters.`,
    filterTooLong: (key: string, max: number) =>
      `What follows ${q(`${key}:`)} is too long: please keep it under ${number(max)} characters.`,
    unknownFlag: (flag: string) => `I do not know ${q(flag)}: the only one there is is “--share”.`,
    unknownFilter: (key: string, near: string | null) =>
      `I do not know the filter ${q(`${key}:`)}: ${meant(near, 'there are brand, branch, source, sub, priority, type and status')}`,
    repeatedFilter: (key: string) => `The filter ${q(`${key}:`)} is there twice: please give it once.`,
    oneStatus: 'Please give one status: errored, created or pending.',
    emptyFilter: (key: string) => `Nothing follows ${q(`${key}:`)}: please write for example ${q(`${key}:KIA`)}.`,
    emptyStatus: (key: string) => `Nothing follows ${q(`${key}:`)}: it can be errored, created or pending.`,
    openQuote: (form: string) => `A quotation mark is missing at the end: did you mean ${q(form)}?`,
    unknownStatus: (value: string, near: string | null) =>
      `I do not know the status ${q(value)}: ${meant(near, 'it can be errored, created or pending')}`,
    errorElsewhere:
      'The words of an error are for /leads silence; leads with errors are status:errored, or ask for /leads errors.',
    statusOfErrors: 'The errors list holds only leads with errors: please leave the status filter out.',
    unknownWords: (text: string, near: string) => `I did not understand ${q(text)}: did you mean ${q(near)}?`,
    missingId: (form: string) => `The number is missing: please write for example ${q(form)}.`,
    notAnId: (text: string, form: string) => `${q(text)} is not a number: please write for example ${q(form)}.`,
    idTooLarge: (text: string, form: string) =>
      `The number ${q(text)} is too large: please write for example ${q(form)}.`,
    junk: (text: string, near: string) => `I did not understand ${q(text)} at the end: did you mean ${q(near)}?`,
    future: (text: string, near: string) => `${q(text)} is still to come: did you mean ${q(near)}?`,
    periodTooLong: (text: string, days: number, near: string) =>
      `${q(text)} is longer than the ${number(days)} days I can read at once: did you mean ${q(near)}?`,
    backwards: (text: string, near: string) => `In ${q(text)} the end comes before the start: did you mean ${q(near)}?`,
    unsureDay: (text: string, near: string) => `I cannot tell which day ${q(text)} is: did you mean ${q(near)}?`,
  },

  commands: {
    today: { form: 'today', gives: 'today’s leads' },
    period: {
      form: 'yesterday',
      gives: 'any period: this week, last 3 days, last 12 hours, sunday, 24 aug, 2025-08-24..2025-08-30',
    },
    errors: { form: 'errors [period]', gives: 'leads with errors, and what is wrong with them' },
    bulk: { form: 'bulk <number>', gives: 'one bulk: its state and its leads' },
    lead: {
      form: 'lead <number> [period]',
      gives: 'one lead by its number in the DMS, in the last 7 days unless you say when',
    },
    subscribe: { form: 'subscribe digest 08:30 sun-thu', gives: 'a digest for this channel, with any filters' },
    subscriptions: { form: 'subscriptions', gives: 'what this channel gets, and when' },
    alerts: { form: 'alerts [number]', gives: 'open alerts, and why each one was or wasn’t sent' },
    assign: { form: 'assign <number> @person', gives: 'who has an alert: a person, me or nobody' },
    note: { form: 'note <number> <text>', gives: 'writes a line into the thread of an alert' },
    replay: { form: 'replay bulk-errors from-5', gives: 'what a rule would have said with this number, and how often' },
    silence: {
      form: 'silence source:Email 2h',
      gives: 'keeps alerts quiet for a while: a source, brand, branch, error:"Branch not found"',
    },
    silences: { form: 'silences', gives: 'what is silenced, and to end it' },
    preview: { form: 'preview <number>', gives: 'what one of them would have sent over the last days' },
    unsubscribe: { form: 'unsubscribe <number>', gives: 'ends one of them' },
    language: { form: 'language arabic', gives: 'the language in which I answer you' },
    status: { form: 'status', gives: 'is the DMS answering, and are messages going out' },
    help: { form: 'help', gives: 'this' },
  },

  /** Messages that Leadbell sends by itself. */
  notices: {
    kind: (kind: string): string =>
      ({ digest: 'daily digest', alerts: 'alerts', leads: 'new leads' })[kind] ?? 'subscription',
    paused: (channel: Span, what: string): Text => [
      { words: 'I paused the ' },
      { words: what, style: 'bold' },
      { words: ' of ' },
      channel,
      { words: ':' },
    ],
    pausedShort: 'I paused a subscription of yours:',
    /** Slack's code, as a reason that a person can do something about. */
    why: (code: string): string => closedWhy[code] ?? `Slack does not let me post there (${code}).`,
    resume: 'Nothing more is sent until it is resumed.',
    undelivered: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' could not be delivered:' },
    ],
    undeliveredShort: 'A message of your subscription could not be delivered:',
    goesOn: 'The next ones are sent as usual. /leads subscriptions shows how the last one ended.',
    perhaps: (place: Span, what: string, messages: number): Text => [
      { words: plural(messages, { one: '# message of the ', other: '# messages of the ' }) },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' may be missing:' },
    ],
    perhapsShort: 'A message of your subscription may be missing:',
    lookThere: 'Please look whether it is there. I will not post it again, so that nobody reads it twice.',
    late: (place: Span, what: string, meantFor: string): Text => [
      { words: 'The ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ` was meant for ${meantFor} and is not ready yet:` },
    ],
    lateShort: 'A digest of yours is not ready yet:',
    comesLater: 'I keep trying. No hour is lost: the next digest covers them all and says so.',
    unsent: (place: Span, what: string): Text => [
      { words: 'I did not send the ' },
      { words: what, style: 'bold' },
      { words: ' for ' },
      place,
      { words: ' that you asked for with Send now:' },
    ],
    unsentShort: 'I did not send the digest that you asked for:',
    unsentWhy: {
      paused: 'its subscription was paused before the digest was ready.',
      changed: 'its subscription was edited before the digest was ready.',
      removed: 'its subscription was removed before the digest was ready.',
    },
    askAgain: 'To try again, type /leads subscriptions in the channel and choose Send now.',
    subscribeAgain:
      'To see the leads now, type /leads today. To get digests again, type /leads subscribe in the channel.',
    /** Slack's code or a reason of ours: why a message was given up, or is tried again. */
    undeliveredWhy: (reason: string): string => {
      const [, kind = '', code = ''] = /^(perhaps posted|gone) \((\w+)\)$/.exec(reason) ?? [];
      if (kind === 'perhaps posted')
        return `Slack did not say whether it was posted, and I can’t look it up (${code}).`;
      if (kind === 'gone') return 'its thread takes no more replies.';
      const known: Readonly<Record<string, string>> = {
        no_first_message: 'the message that it belongs to was never posted.',
        no_answer: 'Slack does not answer.',
        ratelimited: 'Slack asks us to slow down.',
        msg_too_long: 'it is too long for Slack in any form.',
        msg_blocks_too_long: 'it is too long for Slack in any form.',
        invalid_blocks: 'Slack takes it in no form.',
      };
      return known[reason] ?? closedWhy[reason] ?? `Slack refuses it (${reason}).`;
    },
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
    /** After the number of a bulk's leads. */
    ofThem: (errored: number) => `${number(errored)} of them with errors`,
    explains: {
      'not-watching': (_count: number) =>
        'New leads, errors and open bulks are not seen meanwhile. What is missed is read as soon as it works again. Please tell whoever runs Leadbell; /leads status says more.',
      'dms-unreachable': (_count: number) =>
        'Leads can not be read: new ones are not seen, and nothing is known of open bulks. It is tried again all the time; what was missed is read as soon as it answers.',
      'no-leads': (count: number) =>
        `At this time of the week there are usually about ${number(count)} in two hours. Is the way to the DMS open?`,
    },
    bulk: (id: string) => `Bulk ${id}`,
    /** Empty where the DMS says no date that can be read. */
    bulkOf: (when: string) => (when === '' ? 'Bulk without a known date' : `Bulk of ${when}`),
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
    whatToSilence:
      'What shall I silence, and for how long? Write for example: /leads silence source:Email 2h maintenance, or error:"Branch not found" 2h.',
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

  /** Times in which nothing was read, and why. */
  watch: {
    /** A kind of failure, or why a bulk could not be stored. */
    why: (kind: string): string => {
      const known: Readonly<Record<string, string>> = {
        unauthorized: 'the DMS does not accept our sign-in',
        'rate-limited': 'the DMS asks us to slow down',
        unavailable: 'the DMS does not answer',
        timeout: 'the DMS takes too long to answer',
        contract: 'the DMS answers in a form that can’t be read',
        'bad-request': 'the DMS does not accept our questions',
        'not-found': 'there is no such address at the DMS (DMS_BASE_URL)',
        aborted: 'the reading was stopped',
        database: 'Leadbell’s own database failed',
        fault: 'Leadbell itself has a fault; its log names it',
        overdue: 'no process of Leadbell is polling the DMS',
        'not-watched': 'Leadbell did not run, or its database was out of reach',
      };
      const [word = '', ...code] = kind.split(' ');
      if (code.length === 0) return known[kind] ?? `another reason (${kind})`;
      return word === 'database'
        ? `the database refuses it (${code.join(' ')})`
        : `Leadbell has a fault with it (${code.join(' ')})`;
    },
    sentence: (text: string) => `${text.replace(/^./u, (first) => first.toUpperCase())}.`,
    gap: (span: string) => `Nothing was read ${span}`,
    fromTo: (from: string, to: string, lasted: string) => `from ${from} to ${to} (${lasted})`,
    caughtUp: 'What came in meanwhile has been read since.',
    lasted: (ms: number): string => {
      const [seconds, minutes] = [Math.max(1, Math.round(ms / 1_000)), Math.round(ms / 60_000)];
      if (seconds < 60) return `${number(seconds)} s`;
      if (minutes < 60) return `${number(minutes)} min`;
      if (minutes < 2_880) return `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
      return `${number(Math.floor(minutes / 1_440))} days`;
    },
  },

  newLeads: {
    title: 'New lead',
    many: (n: number) => plural(n, { one: '# new lead', other: '# new leads' }),
    open: 'Open',
  },

  people: {
    whichLanguage: 'In which language shall I answer you: english or arabic?',
    languageSet: 'Done: I answer you in English from now on.',
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
    dayThread: {
      alerts: (date: string) => `Alerts of ${date}`,
      leads: (date: string) => `New leads of ${date}`,
    },
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
    language: { en: 'in English', ar: 'in Arabic' },
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
      cancel: 'Cancel',
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

  digest: {
    title: 'Your leads, in short',
    same: 'as many as',
    up: (by: string) => `up ${by} on`,
    down: (by: string) => `down ${by} on`,
    onDayBefore: (change: string, then: string) => `${change} the day before (${then})`,
    onDaysBefore: (change: string, then: string) => `${change} the days before (${then})`,
    onWeekBefore: (change: string, then: string) => `${change} the same time last week (${then})`,
    hot: (n: number) => plural(n, { one: '# hot lead', other: '# hot leads' }),
    testDrives: (n: number) => plural(n, { one: '# wants a test drive', other: '# want a test drive' }),
    afterHours: (n: number) => plural(n, { one: '# outside working hours', other: '# outside working hours' }),
    quality: 'Worth a look',
    noPhone: (n: number) =>
      plural(n, { one: '# lead without a phone number', other: '# leads without a phone number' }),
    unreachable: (n: number) =>
      plural(n, { one: '# with neither phone nor e-mail', other: '# with neither phone nor e-mail' }),
    duplicates: (n: number) =>
      plural(n, {
        one: '# from somebody who had asked before (same phone or e-mail)',
        other: '# from people who had asked before (same phone or e-mail)',
      }),
    dayBefore: 'The day before',
    daysBefore: 'The days before',
    weekBefore: 'A week before',
    stood: (when: string, errored: number, created: number, pending: number) =>
      `${when}: ${number(errored)} with errors, ${number(created)} created, ${number(pending)} pending`,
    rest: 'The whole lists',
    byHour: 'Hour by hour',
    byDay: 'Day by day',
    leadsColumn: 'Leads',
    changeColumn: 'Change',
    newHere: 'new',
    openBulks: (n: number) => plural(n, { one: '# bulk is still in progress', other: '# bulks are still in progress' }),
    cancelledBulks: (n: number) => plural(n, { one: '# bulk was cancelled', other: '# bulks were cancelled' }),
    late: (time: string) => `Sent late: it was meant for ${time}, when Leadbell or the DMS was not there.`,
    merged: (n: number) =>
      plural(n, { one: 'It stands for # digest.', other: 'It stands for # digests that were missed.' }),
  },

  status: {
    title: 'Leadbell status',
    /** The first line: the worst truth first. */
    reading: (lasted: string) => `The DMS is being read; the last reading was ${lasted} ago.`,
    failing: (why: string, lasted: string | null) =>
      lasted === null ? `The DMS has never been read: ${why}.` : `The DMS has not been read for ${lasted}: ${why}.`,
    overdue: (time: string, lasted: string) =>
      `Nothing is being read: a poll was due at ${time}, ${lasted} ago, and no process of Leadbell has begun it.`,
    neverRead: 'The DMS has not been read yet.',
    catchingUp: (time: string | null) =>
      time === null ? 'Catching up with the DMS.' : `Catching up with the DMS: read up to ${time}.`,
    off: 'The DMS is not polled: POLL_SECONDS is 0.',
    setAside: (n: number) => plural(n, { one: '# bulk could not be stored.', other: '# bulks could not be stored.' }),
    unreadTimes: (n: number) =>
      plural(n, { one: 'One part of the past could not be read.', other: '# parts of the past could not be read.' }),
    deadJobs: (n: number) => plural(n, { one: '# job was given up.', other: '# jobs were given up.' }),
    deadMessages: (n: number) =>
      plural(n, { one: '# message could not be delivered.', other: '# messages could not be delivered.' }),
    lastRead: 'Last read',
    never: 'never',
    ago: (lasted: string) => `${lasted} ago`,
    failingSince: 'Failing',
    times: (n: number) => plural(n, { one: 'once', other: '# times' }),
    overdueSince: 'Poll overdue',
    coveredTo: 'Read up to',
    nothingYet: 'nothing yet',
    unsettled: 'Bulks that may still change',
    requests: 'Requests today',
    requestsOf: (all: number, budget: number) => `${number(all)} of ${number(budget)}`,
    byPolls: (n: number) => `polls ${number(n)}`,
    byPeople: (n: number) => `people ${number(n)}`,
    gaps: 'Not read in the last 24 hours',
    noGaps: 'no gap',
    moreGaps: (n: number) => plural(n, { one: '# more gap', other: '# more gaps' }),
    nextTry: (time: string, tries: number) =>
      plural(tries, { one: `Tried once, next try ${time}`, other: `Tried # times, next try ${time}` }),
    unread: 'Values that could not be read, today and yesterday',
    learned: {
      title: 'Learned of this DMS',
      fromDate: (isIncluded: boolean) => `A bulk at exactly fromDate is ${isIncluded ? 'included' : 'left out'}`,
      toDate: (isIncluded: boolean) => `A bulk at exactly toDate is ${isIncluded ? 'included' : 'left out'}`,
      sevenHours: '“7 days” are 168 hours',
      sevenDates: '“7 days” are 7 calendar dates',
      longest: (lasted: string) => `A question may span ${lasted} at most`,
      noFuture: 'A toDate in the future is refused',
      capBulks: (n: number) => `An answer lists ${number(n)} bulks at most`,
      capLeads: (n: number) => `An answer lists ${number(n)} leads at most`,
      late: (lasted: string) => `Bulks appear up to ${lasted} late`,
      laterThanDay: 'Bulks appear more than a day late',
      ahead: (lasted: string) => `Its clock is ${lasted} ahead`,
      behind: (lasted: string) => `Its clock is ${lasted} behind`,
    },
    lateActs: (n: number) =>
      plural(n, {
        one: '# press or command has waited for more than a minute.',
        other: '# presses or commands have waited for more than a minute.',
      }),
    lateDigests: (n: number, since: string) =>
      plural(n, {
        one: `# digest is late, due since ${since}.`,
        other: `# digests are late, the first since ${since}.`,
      }),
    slackClosed: (why: string) => `Slack does not let Leadbell in: ${why} Messages wait and are not lost.`,
    slackWaits: (time: string) => `Slack asks us to wait until ${time}.`,
    waiting: 'Messages waiting',
    inDoubt: 'Sent, not confirmed by Slack',
    refusedFor: 'Refused for now, tried again',
    deadFor: 'Could not be delivered',
    lateFor: 'Why digests are late',
    reason: (count: number, why: string) => `${number(count)} × ${why}`,
    since: (time: string) => `since ${time}`,
    sent: 'Sent in the last 24 hours',
    dead: 'Could not be delivered',
    jobs: 'Jobs given up',
    deadHint:
      'Whoever runs Leadbell sees them with “leadbell jobs”, and sends them again with “leadbell jobs requeue all”.',
    unavailable: 'Leadbell’s own database is not answering at the moment. /leads works without it; messages wait.',
  },

  help: {
    title: 'Leadbell: your leads in Slack',
    summary: 'What /leads can do: today, any period, errors, bulk, lead.',
    intro: 'Type /leads and what you want to see.',
    filters: 'Filters, after any of them',
    filterForms:
      'brand:KIA · branch:Riyadh · source:"Direct Contact" · sub:Email · priority:hot · type:Individual · status:errored, created or pending',
    share: 'Add --share to post the answer in the channel. Otherwise only you see it.',
    privacy: 'Lists show first names and initials only. Open a lead to see how to reach the person.',
    buttons: { today: 'Today', yesterday: 'Yesterday', thisWeek: 'This week', errors: 'Errors today' },
  },

  periods: {
    /** Starts with a capital: it stands in headers. */
    title: (spec: PeriodSpec): string => {
      switch (spec.kind) {
        case 'today':
          return 'Today';
        case 'yesterday':
          return 'Yesterday';
        case 'this-week':
          return 'This week';
        case 'last-week':
          return 'Last week';
        case 'this-month':
          return 'This month';
        case 'last-month':
          return 'Last month';
        case 'weekday':
          return format.weekday(spec.weekday);
        case 'last-days':
          return plural(spec.days, { one: 'Last day', other: 'Last # days' });
        case 'last-hours':
          return plural(spec.hours, { one: 'Last hour', other: 'Last # hours' });
        case 'date':
          return format.date(spec.date);
        default:
          return `${format.date(spec.first, { weekday: false })} – ${format.date(spec.last, { weekday: false })}`;
      }
    },
    span: (from: string, to: string) => `${from} – ${to}`,
  },

  outcomes: { errored: 'With errors', created: 'Created in DMS', pending: 'Pending' },

  leads: {
    title: 'Leads',
    count: (n: number) => plural(n, { one: '# lead', other: '# leads' }),
    errored: (n: number, percent: string) =>
      `${plural(n, { one: '# with errors', other: '# with errors' })} (${percent})`,
    noneErrored: 'none with errors',
    created: (n: number) => `${number(n)} created in DMS`,
    pending: (n: number) => `${number(n)} pending`,
    filters: 'Filters',
    or: 'or',
    not: 'not',
    none: 'No leads here.',
    noneYet: 'No leads yet. A quiet spell; new ones show as soon as the DMS has them.',
    noneFiltered: 'No lead matches these filters.',
    tryOther: 'Try another period, or look at the last 7 days.',
    tryWithout: (n: number) =>
      plural(n, { one: 'Without the filters there is # lead.', other: 'Without the filters there are # leads.' }),
    unread: (n: number) => plural(n, { one: '# lead could not be read.', other: '# leads could not be read.' }),
    notCounted: (n: number) =>
      plural(n, { one: '# part of the answer could not be read', other: '# parts of the answer could not be read' }),
    unreadName: (field: string, lead: string | null) => (lead === null ? field : `${field} (lead ${lead})`),
    maybeIncomplete: (parts: number, bulks: number) =>
      `Leads may be missing: for ${plural(parts, { one: 'a part', other: '# parts' })} of this period the DMS listed ${plural(bulks, { one: '# bulk', other: '# bulks' })} and may have stopped there.`,
    serverDiffers: (total: string, errored: string, ourTotal: string, ourErrored: string) =>
      `The DMS counts ${total} leads and ${errored} with errors; we read ${ourTotal} and ${ourErrored}.`,
    sentAgain: 'Sent again',
    wereSentAgain: (n: number) =>
      plural(n, {
        one: '# lead was sent again: it counts once, as it last stood.',
        other: '# leads were sent again: each counts once, as it last stood.',
      }),
    notAllCompared: 'There are too many leads to find all that were sent again: some may count twice.',
    newestOnly: (n: number) => `Listed are the newest ${number(n)}; the counts are of all. Filters narrow the list.`,
    more: (n: number) => `+${number(n)} more`,
    list: 'The leads, newest first',
    testDrive: 'Test drive',
    noName: 'No name',
    noVehicle: 'No vehicle named',
    notGiven: 'Not given',
    others: 'Others',
    asOf: (time: string, zone: string) => `As of ${time} (${zone})`,
    page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
    range: (first: number, last: number, total: number) => `${number(first)}–${number(last)} of ${number(total)}`,
  },

  breakdowns: {
    source: 'Source',
    sub: 'Sub-source',
    brand: 'Brand',
    branch: 'Branch',
    priority: 'Priority',
    type: 'Type',
    status: 'Status',
    hours: 'Busiest hours',
    testDrives: 'Test drives wanted',
    errors: 'Top errors',
    field: 'field',
  },

  buttons: {
    open: 'Open',
    previous: '‹ Previous',
    next: 'Next ›',
    refresh: 'Refresh',
    share: 'Share',
    all: (n: string) => `All statuses (${n})`,
    allSources: 'All sources',
    statusPlaceholder: 'Status',
    sourcePlaceholder: 'Source',
    withoutFilters: 'Without filters',
    lastDays: 'Last 7 days',
    lastMonth: 'Last 30 days',
    errors: 'See the errors',
    seeForYourself: 'See the leads',
  },

  errors: {
    title: 'Errors',
    of: (errored: string, all: string, percent: string) => `${errored} of ${all} (${percent})`,
    none: 'No lead with errors. All is well.',
    groups: 'Top errors',
    noReason: 'The DMS gives no reason',
    list: 'The leads with errors, newest first',
    unreadPaths: 'For whoever looks after the integration:',
    expected: (expected: string, received: string) => `expected ${expected}, got ${received}`,
  },

  bulk: {
    title: (id: string) => `Bulk ${id}`,
    none: (id: string) => `The DMS knows no bulk ${id}.`,
    states: {
      created: 'Created: the DMS has it, and has not begun',
      'in-progress': 'In progress: the DMS is working on it',
      cancelled: 'Cancelled',
      completed: 'Completed',
    },
    unknownState: (state: string) => `A state we do not know (${state})`,
    noState: 'State not given',
    state: 'State',
    createdAt: 'Created',
    createdBy: 'Created by',
    user: (id: string) => `user ${id}`,
    counts: 'Counted by the DMS',
    ourCounts: 'Read by us',
    countsOf: (total: string, errored: string) => `${total} leads, ${errored} with errors`,
    differ: 'the two differ',
    same: 'the two agree',
  },

  lead: {
    title: (id: string) => `Lead ${id}`,
    untitled: 'Lead',
    none: (id: string, period: string) => `No lead ${id} in this period: ${period}.`,
    lastDays: 'No period was given: these are the last 7 days.',
    tryLonger: 'Try a longer period.',
    close: 'Close',
    gone: 'This lead is no longer in the answer. Close this, refresh the list and open it again.',
    groups: {
      who: 'Who',
      contact: 'Contact',
      wants: 'Wants',
      origin: 'Where it came from',
      consent: 'Consent',
      errors: 'What is wrong',
      dms: 'In the DMS',
    },
    fields: {
      name: 'Name',
      title: 'Title',
      gender: 'Gender',
      nationality: 'Nationality',
      contactName: 'Contact name',
      companyName: 'Company',
      companyIndustryType: 'Industry',
      dateOfBirth: 'Date of birth',
      occupation: 'Occupation',
      address: 'Address',
      monthlyIncome: 'Monthly income',
      preferredLanguage: 'Language',
      preferredContactType: 'Prefers',
      phone: 'Phone',
      email: 'E-mail',
      leadType: 'Type',
      company: 'Selling company',
      brand: 'Brand',
      businessArea: 'Business area',
      branch: 'Branch',
      leadDate: 'Lead date',
      interest: 'Interest',
      source: 'Source',
      subSource: 'Sub-source',
      leadName: 'Lead name',
      leadReference: 'Reference',
      leadNote: 'Note',
      vehicleType: 'New or used',
      vehicle: 'Vehicle',
      purchasePlan: 'Wants to buy',
      paymentMode: 'Payment',
      currency: 'Currency',
      priority: 'Priority',
      testDrive: 'Test drive',
      acceptMarketing: 'Marketing',
      acceptNewsLetter: 'Newsletter',
      acceptPrivatePolicy: 'Privacy policy',
      outcome: 'Outcome',
      leadId: 'Number in the DMS',
      externalId: 'Sender’s number',
      createdAt: 'Sent',
      bulkState: 'Its bulk',
      bulkId: 'Bulk number',
      createdBy: 'Sent by',
    },
    yes: 'Yes',
    no: 'No',
    accepted: 'Accepted',
    refused: 'Not accepted',
    unknownConsent: 'Not known',
    wanted: 'Wanted',
    notWanted: 'Not asked for',
    notCreated: 'Not created yet',
    doubtfulPhone: 'as sent; not a number we can dial',
    extension: (digits: string) => `ext. ${digits}`,
    noContact: 'Neither phone nor e-mail was sent.',
    quantity: (n: number) => `× ${number(n)}`,
    askFirst: 'No consent to marketing: answer what was asked, nothing more.',
  },
};

export type Messages = typeof en;
