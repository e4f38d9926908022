/** English. Pure. */
import type { BotScope, Role } from '@leadbell/domain';
import { number, plural } from '../../words/grammar.en.ts';

export const en = {
  commands: {
    status: { form: 'status', gives: 'shows whether the DMS answers, and whether messages are being sent' },
  },

  status: {
    title: 'Leadbell status',
    version: (version: string) => `Leadbell ${version}`,
    access: {
      label: 'Who may do what',
      open: 'Every full member is a manager; Slack’s owners and admins are admins.',
      roles: (n: number) => plural(n, { one: '# role in the settings.', other: '# roles in the settings.' }),
      others: {
        none: 'Other members are refused.',
        viewer: 'Other members are viewers.',
        agent: 'Other members are agents.',
        manager: 'Other members are managers.',
        admin: 'Other members are admins.',
      } satisfies Readonly<Record<Role | 'none', string>>,
      editors: 'Only members of certain user groups may subscribe and silence.',
    },
    scopes: {
      title: 'Scopes that the Slack app lacks',
      headline: (n: number) =>
        plural(n, { one: 'The Slack app lacks # scope.', other: 'The Slack app lacks # scopes.' }),
      without: {
        commands: 'Commands don’t work.',
        'chat:write': 'Nothing can be posted.',
        'app_mentions:read': 'Mentions of @Leadbell get no answer.',
        'channels:history': 'A message that may not have arrived can’t be looked up in public channels.',
        'groups:history': 'A message that may not have arrived can’t be looked up in private channels.',
        'im:history':
          'Direct messages to Leadbell get no answer. In direct messages, a message that may not have arrived can’t be looked up.',
        'im:write': 'Direct messages to owners of subscriptions and to admins don’t work.',
        'channels:read': 'Public channels count as shared with other companies.',
        'groups:read': 'Private channels count as shared with other companies, and they give no roles.',
        'usergroups:read':
          'User groups give no roles. If only certain user groups may subscribe and silence, no one can do so.',
        'users:read':
          'No one can open, find, export or share leads, silence alerts or change subscriptions; lists and alerts still work.',
        'files:write': 'Leads can’t be exported.',
      } satisfies Readonly<Record<BotScope, string>>,
      reinstall: 'A Slack admin adds them by reinstalling the app.',
    },
    auditOpen: 'The audit log is not protected from changes: its database trigger is missing or switched off.',
    /** The first line of the status names the problems, the worst first. */
    reading: (lasted: string) => `Leadbell is reading the DMS; the last time was ${lasted} ago.`,
    failing: (why: string, lasted: string | null) =>
      lasted === null ? `The DMS has never been read: ${why}.` : `The DMS has not been read for ${lasted}: ${why}.`,
    overdue: (time: string, lasted: string) =>
      `Nothing is being read: a poll was due on ${time}, ${lasted} ago, and no Leadbell process has started it.`,
    neverRead: 'The DMS has not been read yet.',
    catchingUp: (time: string | null) =>
      time === null ? 'Catching up with the DMS.' : `Catching up with the DMS: read up to ${time}.`,
    off: 'Leadbell does not poll the DMS: POLL_SECONDS is 0.',
    setAside: (n: number) => plural(n, { one: '# bulk could not be stored.', other: '# bulks could not be stored.' }),
    unreadTimes: (n: number) =>
      plural(n, { one: '# past period could not be read.', other: '# past periods could not be read.' }),
    deadJobs: (n: number) => plural(n, { one: '# job failed too often.', other: '# jobs failed too often.' }),
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
    noGaps: 'none',
    moreGaps: (n: number) => plural(n, { one: '# more gap', other: '# more gaps' }),
    nextTry: (time: string, tries: number) =>
      plural(tries, { one: `Tried once, next try ${time}`, other: `Tried # times, next try ${time}` }),
    unread: 'Values that could not be read, today and yesterday',
    learned: {
      title: 'How this DMS behaves',
      fromDate: (isIncluded: boolean) => `A bulk at exactly fromDate is ${isIncluded ? 'included' : 'left out'}`,
      toDate: (isIncluded: boolean) => `A bulk at exactly toDate is ${isIncluded ? 'included' : 'left out'}`,
      sevenHours: '“7 days” means 168 hours',
      sevenDates: '“7 days” means 7 calendar dates',
      longest: (lasted: string) => `One request may cover ${lasted} at most`,
      noFuture: 'A toDate in the future is refused',
      capBulks: (n: number) => `An answer lists ${plural(n, { one: '# bulk', other: '# bulks' })} at most`,
      capLeads: (n: number) => `An answer lists ${plural(n, { one: '# lead', other: '# leads' })} at most`,
      late: (lasted: string) => `Bulks appear up to ${lasted} late`,
      laterThanDay: 'Bulks appear more than a day late',
      ahead: (lasted: string) => `Its clock is ${lasted} ahead`,
      behind: (lasted: string) => `Its clock is ${lasted} behind`,
    },
    lateActs: (n: number) =>
      plural(n, {
        one: '# command or button press has waited more than a minute.',
        other: '# commands or button presses have waited more than a minute.',
      }),
    lateDigests: (n: number, since: string) =>
      plural(n, {
        one: `# digest is late, due since ${since}.`,
        other: `# digests are late, the oldest due since ${since}.`,
      }),
    slackClosed: (why: string) => `Slack does not let Leadbell in: ${why} Messages wait and are not lost.`,
    slackWaits: (time: string) => `Slack asks us to wait until ${time}.`,
    waiting: 'Messages waiting',
    inDoubt: 'Sent, not yet confirmed by Slack',
    refusedFor: 'Refused for now; trying again',
    deadFor: 'Could not be delivered',
    lateFor: 'Why digests are late',
    reason: (count: number, why: string) => `${number(count)} × ${why}`,
    since: (time: string) => `since ${time}`,
    sent: 'Sent in the last 24 hours',
    dead: 'Could not be delivered',
    jobs: 'Jobs that failed too often',
    deadHint:
      'The person who runs Leadbell can list them with “leadbell jobs” and try them again with “leadbell jobs requeue all”.',
    unavailable:
      'Leadbell’s own database is not answering at the moment. You can still use `/leads`; messages wait until it is back.',
  },
};

export type StatusWords = typeof en;
export type StatusCommands = StatusWords['commands'];
