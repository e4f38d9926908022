/** Leads, their periods and texts that several cards share: English. Pure. */
import type { FilterGroup, TypedPeriod } from '@leadbell/domain';
import { age, format, number, plural, q } from './grammar.en.ts';

export const en = {
  periods: {
    /** The title of a period, which begins with a capital letter. */
    title: (spec: TypedPeriod): string => {
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
        case 'part-of-day':
          return `${format.date(spec.date)}, ${{ morning: 'morning', afternoon: 'afternoon', evening: 'evening' }[spec.part]}`;
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
    onlyHot: 'Only hot leads',
    roleShows: 'Your role shows you only',
    countedOnly: 'Counted only',
    or: 'or',
    not: 'not',
    none: 'No leads here.',
    noneYet: 'No leads yet. New leads appear here as soon as the DMS has them.',
    noneFiltered: 'No leads match these filters.',
    tryOther: 'Try another period, or look at the last 7 days.',
    tryWithout: (n: number) =>
      plural(n, {
        one: 'Without the filters there is # lead in this period.',
        other: 'Without the filters there are # leads in this period.',
      }),
    didYouMean: 'Did you mean:',
    /** The words before a list of values. */
    valuesThere: (label: string) => `${label}, as known from the leads:`,
    /** `label`: the name of the filter. */
    neverSeen: (label: string, value: string) => `No lead has had the ${label.toLowerCase()} ${q(value)} so far.`,
    nearestValue: (value: string) => `The nearest known value is ${q(value)}.`,
    unread: (n: number) => plural(n, { one: '# lead could not be read.', other: '# leads could not be read.' }),
    notCounted: (n: number) =>
      plural(n, { one: '# part of the answer could not be read', other: '# parts of the answer could not be read' }),
    unreadName: (field: string, lead: string | null) => (lead === null ? field : `${field} (lead ${lead})`),
    maybeIncomplete: (parts: number, bulks: number) =>
      `Some leads may be missing: for ${plural(parts, { one: 'one part', other: '# parts' })} of this period the DMS sent exactly ${plural(bulks, { one: '# bulk', other: '# bulks' })}, which may be its limit.`,
    serverDiffers: (total: number, errored: number, ourTotal: number, ourErrored: number) =>
      `The DMS counts ${plural(total, { one: '# lead', other: '# leads' })} (${number(errored)} with errors); Leadbell read ${number(ourTotal)} (${number(ourErrored)} with errors).`,
    sentAgain: 'Sent again',
    wereSentAgain: (n: number) =>
      plural(n, {
        one: '# lead was sent again. It is counted once, in its latest state.',
        other: '# leads were sent again. Each is counted once, in its latest state.',
      }),
    notAllCompared: 'There are too many leads to find every one that was sent again, so some may be counted twice.',
    newestOnly: (n: number) =>
      `The list shows the newest ${number(n)}; the counts include all leads. For the rest, add a filter or ask for a shorter period.`,
    hottestOnly: (n: number) =>
      `The list shows the first ${number(n)}: hot leads before the others, the newest first; the counts include all leads. For the rest, add a filter or ask for a shorter period.`,
    more: (n: number) => `+${number(n)} more`,
    list: 'The leads, newest first',
    testDrive: 'Test drive',
    noName: 'No name',
    erased: 'Erased on request',
    noVehicle: 'No vehicle given',
    notGiven: 'Not given',
    others: 'Others',
    /** A lead's age in lists; the argument is in milliseconds. */
    age,
    asOf: (time: string, zone: string) => `As of ${time} (${zone})`,
    page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
    range: (first: number, last: number, total: number) => `${number(first)}–${number(last)} of ${number(total)}`,
  },

  bulks: {
    named: (id: string) => `Bulk ${id}`,
    /** `when` is empty if the DMS sent no readable date. */
    ofDate: (when: string) => (when === '' ? 'Bulk with no known date' : `Bulk of ${when}`),
    /** Words that follow the number of a bulk's leads. */
    errored: (errored: number) => `${number(errored)} of them with errors`,
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
    testDrives: 'Test drives requested',
    errors: 'Top errors',
    field: 'field',
  } satisfies Readonly<Record<keyof FilterGroup, string> & Record<string, unknown>>,

  buttons: {
    close: 'Close',
    cancel: 'Cancel',
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
    /** The button that shows a list's numbers and filters. */
    numbers: 'Overview',
    leads: 'Leads',
    orderPlaceholder: 'Order',
    orders: { hot: 'Hottest first', newest: 'Newest first' },
    seeForYourself: 'See the leads',
  },

  errors: {
    title: 'Errors',
    of: (errored: string, all: string, percent: string) => `${errored} of ${all} (${percent})`,
    none: 'No leads with errors. All is well.',
    groups: 'Top errors',
    noReason: 'The DMS gave no reason',
    list: 'The leads with errors, newest first',
    unreadPaths: 'For the person who looks after the integration:',
    expected: (expected: string, received: string) => `expected ${expected}, got ${received}`,
  },
};

export type LeadsWords = typeof en;
