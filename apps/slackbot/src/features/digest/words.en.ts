/** English. Pure. */
import { number, plural } from '../../words/grammar.en.ts';

export const en = {
  digest: {
    title: 'Your leads, in short',
    same: 'as many as',
    up: (by: string) => `${by} more than`,
    down: (by: string) => `${by} fewer than`,
    onDayBefore: (change: string, then: string) => `${change} the day before (${then})`,
    onDaysBefore: (change: string, then: string) => `${change} the days before (${then})`,
    onWeekBefore: (change: string, then: string) => `${change} the same time last week (${then})`,
    hot: (n: number) => plural(n, { one: '# hot lead', other: '# hot leads' }),
    seeHot: 'See hot leads',
    testDrives: (n: number) => plural(n, { one: '# wants a test drive', other: '# want a test drive' }),
    afterHours: (n: number) => plural(n, { one: '# outside working hours', other: '# outside working hours' }),
    quality: 'Worth a look',
    noPhone: (n: number) =>
      plural(n, { one: '# lead without a phone number', other: '# leads without a phone number' }),
    unreachable: (n: number) =>
      plural(n, { one: '# with neither phone nor e-mail', other: '# with neither phone nor e-mail' }),
    duplicates: (n: number) =>
      plural(n, {
        one: '# from someone who asked before (same phone or e-mail)',
        other: '# from people who asked before (same phone or e-mail)',
      }),
    dayBefore: 'The day before',
    daysBefore: 'The days before',
    weekBefore: 'A week before',
    stood: (when: string, errored: number, created: number, pending: number) =>
      `${when}: ${number(errored)} with errors, ${number(created)} created, ${number(pending)} pending`,
    rest: 'The full lists',
    byHour: 'Hour by hour',
    byDay: 'Day by day',
    leadsColumn: 'Leads',
    changeColumn: 'Change',
    newHere: 'new',
    openBulks: (n: number) => plural(n, { one: '# bulk is still in progress', other: '# bulks are still in progress' }),
    cancelledBulks: (n: number) => plural(n, { one: '# bulk was cancelled', other: '# bulks were cancelled' }),
    late: (time: string) => `Sent late: it was due on ${time}, when Leadbell or the DMS was not available.`,
    merged: (n: number) => plural(n, { one: 'It covers # digest.', other: 'It covers # digests that were missed.' }),
  },
};

export type DigestWords = typeof en;
