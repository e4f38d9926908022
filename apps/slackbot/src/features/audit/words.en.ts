/** English. Pure. */
import { plural } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    audit: { form: 'audit opened last 7 days', gives: 'shows who saw and did what (for admins)' },
  },

  audit: {
    title: 'Audit log',
    none: 'The log has no entries like that.',
    howKept: 'The log never names a customer, and no one can change it.',
    older: 'Older',
    newest: 'Newest',
    noFilters: 'Filters for leads don’t work here. Use a colleague, a lead’s number, a kind of entry or a period.',
    lead: (number: string) => `lead ${number}`,
    leads: (n: number) => plural(n, { one: 'a lead', other: '# leads' }),
    moreThan: (people: number, minutes: number) =>
      `${plural(people, { one: '# lead', other: '# leads' })} in ${plural(minutes, { one: '# minute', other: '# minutes' })}`,
    from: (object: string) => `of ${object}`,
    nouns: {
      alert: (id: string) => `alert ${id}`,
      subscription: (id: string) => `subscription ${id}`,
      silence: (id: string) => `silence ${id}`,
    },
    receipt: (id: string) => `(receipt ${id})`,
    /** The words before and after the person's name. */
    sentence: (verb: string, object: string): readonly [before: string, after: string] => [
      '',
      ` ${verb}${object === '' ? '' : ` ${object}`}`,
    ],
    otherAction: 'did this:',
    refusedOther: 'was refused:',
    foundNone: 'searched and found no lead',
    done: {
      open: 'opened',
      'open more': 'opened more about',
      find: 'found',
      export: 'exported',
      share: 'shared a list with the channel',
      'take back': 'took a shared list back',
      acknowledge: 'acknowledged',
      assign: 'assigned',
      release: 'released',
      note: 'wrote a note on',
      snooze: 'snoozed',
      unacknowledge: 'no longer acknowledges',
      resolve: 'resolved by hand',
      reopen: 'opened again',
      wake: 'ended the snooze of',
      silence: 'started',
      'end-silence': 'ended',
      subscribed: 'created',
      edit: 'changed',
      pause: 'paused',
      resume: 'resumed',
      send: 'sent the digest of',
      remove: 'removed',
      keep: 'took over',
      'subscription paused': 'paused',
      'subscription without owner': 'found no owner for',
      'unusual reading': 'saw more than',
      'admins notified': 'notified the admins of unusual reading',
      'access changed': 'noticed changed roles in the settings',
      'forget look': 'looked up the data held about a person',
      forget: 'erased a person’s data',
    },
    refused: {
      open: 'tried to open a lead and was refused',
      'open more': 'tried to open a lead and was refused',
      find: 'tried to find a lead and was refused',
      lead: 'tried to find a lead and was refused',
      export: 'tried to export leads and was refused',
      share: 'tried to share a list and was refused',
      alert: 'tried to act on an alert and was refused',
      audit: 'tried to read the audit log and was refused',
      subscribe: 'tried to change subscriptions and was refused',
      subscription: 'tried to change subscriptions and was refused',
      unsubscribe: 'tried to change subscriptions and was refused',
      silence: 'tried to silence errors and was refused',
      forget: 'tried to erase a person’s data and was refused',
    },
    unusual: (people: number, minutes: number): readonly [before: string, after: string] => [
      'Unusual reading: ',
      ` opened, found or exported more than ${plural(people, { one: '# lead', other: '# leads' })} in ${plural(minutes, { one: '# minute', other: '# minutes' })}. If that is not expected, please ask.`,
    ],
    unusualShort: 'Unusual reading of leads',
    see: 'See the audit log',
  },
};

export type AuditWords = typeof en;
export type AuditCommands = AuditWords['commands'];
