/** English. Pure. */
import { age, command, number, plural, q } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    today: { form: 'today', gives: 'today’s leads' },
    period: {
      form: 'yesterday',
      gives: 'leads of any period: this week, last 3 days, last 12 hours, sunday, 24 aug, 24 to 30 aug',
    },
    find: {
      form: 'find 0501234567',
      gives:
        'a lead by name, phone number, e-mail address or lead number, from the last 7 days; add a period to look further back',
    },
    errors: { form: 'errors this week', gives: 'leads with errors, and the reasons; today’s if you give no period' },
    bulk: { form: 'bulk 574', gives: 'one bulk by its number, with its state and its leads' },
    lead: {
      form: 'lead 12345',
      gives: 'one lead by its number in the DMS, from the last 7 days; add a period to look further back',
    },
  },

  find: {
    title: 'Search',
    submit: 'Search',
    label: 'Whom do you want to find?',
    placeholder: 'Name, phone number, e-mail address or number',
    noNumber: 'I found no phone number, e-mail address or number in this message.',
    kinds: { phone: 'phone number', number: 'number', email: 'e-mail address', name: 'name' },
    found: (n: number) => plural(n, { one: '# lead found', other: '# leads found' }),
    /** `typed`: only the person who typed it sees it. */
    none: (typed: string) => `No lead matches ${q(typed)} in this period.`,
    noneInShort: 'No lead found',
    onlyYou: 'Only you see this. The audit log records that you searched, but not what you typed.',
    longest: 'This is the longest period that can be searched.',
    whom: `After “find”, type a name, a phone number, an e-mail address or a lead’s number. For example: ${command('find 0501234567')}.`,
    tooLong: (max: number) => `That is too long to search for: please keep it under ${number(max)} characters.`,
    notShared: 'A search is only for you, so it can’t be shared: please leave out “--share”.',
  },

  /** The leads that a message counted. */
  sets: {
    title: 'The leads in this message',
    none: 'None of these leads can be shown any more.',
    gone: (n: number, of: number, numbers: string) =>
      `The message counted ${number(of)}; the DMS no longer has ${number(n)} of them${numbers === '' ? '' : ` (${numbers})`}.`,
    hidden: (n: number, of: number) =>
      `The message counted ${number(of)}; your role doesn’t let you see ${number(n)} of them.`,
    unread: (n: number, of: number) =>
      `The message counted ${number(of)}, in too many bulks to read at once: ${number(n)} are missing here. To see them, ask for the days when they came.`,
    fewer: (n: number, of: number) =>
      `The message counted ${number(of)}; this list has ${number(n)}, because your role shows you only some of them.`,
    changed: (n: number, of: number) =>
      `The message counted ${number(of)}; this list has ${number(n)}, because the DMS has changed since.`,
    outOfDate: 'This list is out of date: Leadbell no longer knows which leads the message was about.',
  },

  bulk: {
    title: (id: string) => `Bulk ${id}`,
    none: (id: string) => `The DMS has no bulk ${id}.`,
    noneOfOurs: (id: string) => `There is no bulk ${id}, or its leads are no longer kept.`,
    states: {
      created: 'Created: the DMS has not started on it',
      'in-progress': 'In progress: the DMS is working on it',
      cancelled: 'Cancelled',
      completed: 'Completed',
    },
    unknownState: (state: string) => `Unknown state (${state})`,
    noState: 'No state given',
    state: 'State',
    createdAt: 'Created',
    createdBy: 'Created by',
    user: (id: string) => `user ${id}`,
    counts: 'Counted by the DMS',
    ourCounts: 'Counted by Leadbell',
    /** `total`, `errored`: null if the DMS did not say. */
    countsOf: (total: number | null, errored: number | null) => {
      const leads = total === null ? 'leads not given' : plural(total, { one: '# lead', other: '# leads' });
      return `${leads}, ${errored === null ? 'errors not given' : `${number(errored)} with errors`}`;
    },
    differ: 'they differ',
    same: 'they agree',
  },

  lead: {
    title: (id: string) => `Lead ${id}`,
    untitled: 'Lead',
    none: (id: string, period: string) => `There is no lead ${id} in this period: ${period}.`,
    lastDays: 'You gave no period, so I looked at the last 7 days.',
    tryLonger: 'Try a longer period.',
    /** The button that shows nationality, date of birth, income and address. */
    more: 'More',
    gone: 'This lead is no longer in the list. Close this window, refresh the list and open the lead again.',
    /** `ms`: the lead's age. */
    arrived: (ms: number) => (ms < 60_000 ? 'Arrived just now' : `Arrived ${age(ms)} ago`),
    whatsApp: 'WhatsApp',
    groups: {
      note: 'Customer’s note',
      who: 'Customer',
      contact: 'Contact',
      wants: 'Request',
      origin: 'Where it came from',
      consent: 'Consent',
      errors: 'Errors',
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
      preferredContactType: 'Preferred contact',
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
      vehicleType: 'New or used',
      vehicle: 'Vehicle',
      purchasePlan: 'Purchase planned',
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
      bulkState: 'Bulk state',
      bulkId: 'Bulk number',
      createdBy: 'Sent by',
    },
    yes: 'Yes',
    no: 'No',
    accepted: 'Accepted',
    refused: 'Not accepted',
    unknownConsent: 'Unknown',
    wanted: 'Requested',
    notWanted: 'Not requested',
    notCreated: 'Not created yet',
    doubtfulPhone: 'as sent; this can’t be dialled',
    extension: (digits: string) => `ext. ${digits}`,
    noContact: 'No phone number or e-mail address was sent.',
    erased: 'This person asked to be forgotten, so Leadbell shows none of their data.',
    quantity: (n: number) => `× ${number(n)}`,
    askFirst: 'No consent to marketing: please only answer the request.',
  },
};

export type LeadsWords = typeof en;
export type LeadsCommands = LeadsWords['commands'];
