/** `leadbell status`, `leadbell status --json` */
import {
  type ConnectionHealth,
  connectionState,
  healthProblems,
  type Instant,
  type MessageCounts,
  type OwedCounts,
  punctualMs,
  type ReasonCount,
  requiredScopes,
  version,
  worstSetAside,
} from '@leadbell/domain';
import { openDeadJobs } from '@leadbell/jobs';
import { connectionFor, readHealth } from '@leadbell/store';
import type { Command, Context } from '../command.ts';
import { withStore } from '../database.ts';
import { UsageError } from '../errors.ts';
import { keyRows } from '../key-text.ts';
import { learned } from '../learned.ts';
import type { BotSettings } from '../settings.ts';
import { auditOpen, installationLines } from '../installation-text.ts';
import { type StatusReport, statusJson } from '../status-json.ts';
import { ago, columns, counted, indented, span, time } from '../text.ts';
import { sentence, whyIn, whyUndelivered } from '../why.ts';

const dayMs = 24 * 3_600_000;
const asideShown = 3;
const gapsShown = 5;
const fieldsShown = 8;
const ofReading: ReadonlySet<string> = new Set(['overdue', 'failing', 'never-read', 'catching-up']);

export const status: Command = {
  verb: 'status',
  usage: [
    { form: 'status', does: 'whether the DMS is being read, and what is waiting or stuck' },
    { form: 'status --json', does: 'the same in a machine-readable form; docs/status.md lists the fields' },
  ],
  async run(args, context) {
    const isJson = args.length === 1 && args[0] === '--json';
    if (args.length > 0 && !isJson) throw new UsageError('The only option is --json: leadbell status [--json]');
    const report = await readReport(context);
    context.print(isJson ? JSON.stringify(statusJson(report), null, 2) : textOf(report));
  },
};

function readReport(context: Context): Promise<StatusReport> {
  const bot = context.bot();
  return withStore(context, async (store, { url, ownerUrl, caFile }) => {
    const dead = await openDeadJobs(connectionFor(ownerUrl ?? url, caFile));
    try {
      const now = await store.now();
      const connections = await readHealth(store, now, bot.zone);
      const messages = await store.outbox.counts((now - dayMs) as Instant);
      const keys = await store.keys.list();
      const deadJobs = await dead.count();
      const owed = await store.subscriptions.owed((now - punctualMs) as Instant);
      const lateActs = await store.inbox.late();
      const installations = await store.installations.list();
      const guard = await store.audit.guard();
      const health = {
        connections,
        deadJobs,
        deadMessages: messages.dead,
        lateActs,
        lateDigests: owed.digests,
        closedWorkspaces: messages.closedFor.length,
        askedToWaitUntil: messages.askedToWaitUntil,
        missingScopes: installations.reduce((sum, one) => sum + requiredScopes(one.missingScopes).length, 0),
        isAuditOpen: guard === 'none',
      };
      return {
        ...health,
        now,
        messages,
        owed,
        keys,
        installations,
        guard,
        problems: healthProblems(health, now, bot.isPolled),
        bot,
      };
    } finally {
      await dead.close();
    }
  });
}

function textOf(report: StatusReport): string {
  const { now, messages, owed, deadJobs, keys, connections, bot, lateActs, installations } = report;
  return [
    headline(report),
    `Leadbell ${version}\n`,
    `Messages\n${indented(messageLines(messages, owed, now))}\n`,
    `Commands and buttons in Slack\n${indented(columns([['waiting longer than a minute', lateActs.toLocaleString('en')]]))}\n`,
    `Jobs\n${indented(columns([['stuck', stuck(deadJobs)]]))}\n`,
    // With a single key there is nothing to report.
    ...(keys.length > 1 ? [`Keys\n${indented(keyRows(keys))}\n`] : []),
    ...installations.map((one) => `Workspace ${one.workspace}\n${indented(installationLines(one))}\n`),
    ...(connections.length === 0 ? [`DMS\n${indented('Not read yet.')}`] : []),
    connections.map((one) => `DMS ${one.id}\n${indented(readingLines(one, now, bot))}`).join('\n\n'),
  ]
    .join('\n')
    .trimEnd();
}

/** Names the problems, the worst first. */
function headline(report: StatusReport): string {
  const { problems, connections, now, bot, deadJobs, deadMessages, lateActs, lateDigests, messages } = report;
  const aside = connections.reduce((sum, { setAside }) => sum + setAside.length, 0);
  const unread = connections.reduce((sum, { unreadWindows }) => sum + unreadWindows.length, 0);
  const others = [
    ...(unread > 0 ? [`${counted(unread, 'past period')} could not be read.`] : []),
    ...(aside > 0 ? [`${counted(aside, 'bulk')} could not be stored.`] : []),
    ...messages.closedFor
      .slice(0, 1)
      .map(({ reason }) => `Nothing can be posted in Slack: ${whyUndelivered(reason)}. Messages wait.`),
    ...(messages.askedToWaitUntil === null ? [] : [`Slack asks us to wait until ${time(messages.askedToWaitUntil)}.`]),
    ...(report.isAuditOpen ? [auditOpen] : []),
    ...(report.missingScopes > 0 ? [`The Slack app lacks ${counted(report.missingScopes, 'scope')}.`] : []),
    ...(lateActs > 0
      ? [
          lateActs === 1
            ? '1 command or button press in Slack has waited more than a minute.'
            : `${lateActs.toLocaleString('en')} commands or button presses in Slack have waited more than a minute.`,
        ]
      : []),
    ...(lateDigests > 0 ? [`${counted(lateDigests, 'digest')} ${lateDigests === 1 ? 'is' : 'are'} late.`] : []),
    ...(deadJobs > 0 ? [`${counted(deadJobs, 'job')} failed too often.`] : []),
    ...(deadMessages > 0 ? [`${counted(deadMessages, 'message')} could not be sent.`] : []),
  ];
  const worst = problems.find((problem) => ofReading.has(problem));
  const about = connections.find((one) => worst === undefined || connectionState(one, now, bot.isPolled) === worst);
  const reading = about === undefined ? 'The DMS has not been read yet.' : stateSentence(about, now, bot);
  return [problems.length === 0 ? 'OK.' : 'NOT OK.', reading, ...others].join(' ');
}

function stateSentence(one: ConnectionHealth, now: Instant, { isPolled }: BotSettings): string {
  const { overdueSince, failure, lastOkAt, coveredTo } = one;
  switch (connectionState(one, now, isPolled)) {
    case 'overdue':
      return `Nothing is being read: a poll has been due for ${span(now - (overdueSince ?? now))}, and no process has started it.`;
    case 'failing':
      return `The DMS has ${lastOkAt === null ? 'never been read' : `not been read for ${span(now - lastOkAt)}`}: ${whyIn(failure ?? '')}.`;
    case 'never-read':
      return 'The DMS has not been read yet.';
    case 'catching-up':
      return `Catching up with the DMS${coveredTo === null ? '' : `: read up to ${time(coveredTo)}`}.`;
    case 'off':
      return 'Leadbell does not poll the DMS: POLL_SECONDS is 0.';
    default:
      return `Leadbell is reading the DMS; the last time was ${ago(lastOkAt ?? now, now)}.`;
  }
}

function messageLines(messages: MessageCounts, owed: OwedCounts, now: Instant): string {
  const { pending, sending, inDoubt, dead, sent, oldestPendingAt, refusedFor, deadFor } = messages;
  const oldest = oldestPendingAt === null ? '' : `, the oldest for ${span(now - oldestPendingAt)}`;
  const late = owed.since === null ? '' : `, the oldest due since ${time(owed.since)}`;
  return [
    columns([
      ['waiting', `${pending.toLocaleString('en')}${oldest}`],
      ['being sent', (sending - inDoubt).toLocaleString('en')],
      [
        'in doubt',
        `${inDoubt.toLocaleString('en')}${inDoubt === 0 ? '' : ' (sent, not confirmed yet; checking in Slack)'}`,
      ],
      ['stuck', stuck(dead)],
      ['sent in 24 hours', sent.toLocaleString('en')],
      ['digests late', `${owed.digests.toLocaleString('en')}${late}`],
    ]),
    ...reasonLines('digests are late because', owed.failures, whyIn),
    ...reasonLines('refused for now, trying again', refusedFor, whyUndelivered),
    ...reasonLines('stuck because', deadFor, whyUndelivered),
  ].join('\n');
}

function reasonLines(
  title: string,
  reasons: readonly ReasonCount[],
  why: (reason: string) => string,
): readonly string[] {
  if (reasons.length === 0) return [];
  return [title, ...reasons.map(({ reason, count }) => indented(`${count.toLocaleString('en')} × ${why(reason)}`))];
}

function stuck(count: number): string {
  return `${count.toLocaleString('en')}${count === 0 ? '' : ' (to list them or try again: leadbell jobs)'}`;
}

function readingLines(one: ConnectionHealth, now: Instant, bot: BotSettings): string {
  const { coveredTo, lastOkAt, failures, failedSince, failure, unsettled, requests } = one;
  const all = requests.polls + requests.people;
  const rows = [
    ['state', connectionState(one, now, bot.isPolled)],
    ['last read', lastOkAt === null ? 'never' : `${time(lastOkAt)}, ${ago(lastOkAt, now)}`],
    [
      'failures',
      failures === 0
        ? 'none'
        : `${counted(failures, 'time')}, for ${span(now - (failedSince ?? now))}: ${whyIn(failure ?? '')}`,
    ],
    ['read up to', coveredTo === null ? 'nothing yet' : time(coveredTo)],
    ['open bulks', unsettled.toLocaleString('en')],
    [
      'requests today',
      `${all.toLocaleString('en')} of ${bot.requestsPerDay.toLocaleString('en')}: polls ${requests.polls.toLocaleString('en')}, people ${requests.people.toLocaleString('en')}`,
    ],
  ];
  return [
    columns(rows),
    ...gapLines(one),
    ...unreadTimeLines(one, now),
    ...asideLines(one, now),
    ...unreadLines(one),
    ...learnedLines(one),
  ].join('\n');
}

function gapLines({ gaps }: ConnectionHealth): readonly string[] {
  if (gaps.length === 0) return ['not read in the last 24 hours: none'];
  const shown = gaps
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, gapsShown)
    .toSorted((a, b) => a.from - b.from);
  return [
    'not read in the last 24 hours',
    ...shown.map(({ from, to, isOver, failures: [first = ''] }) =>
      indented(`${time(from)} to ${isOver ? time(to) : 'now'} (${span(to - from)}): ${whyIn(first)}`),
    ),
    ...more(gaps.length - shown.length),
  ];
}

function unreadTimeLines({ unreadWindows }: ConnectionHealth, now: Instant): readonly string[] {
  if (unreadWindows.length === 0) return [];
  return [
    `${counted(unreadWindows.length, 'past period')} could not be read`,
    ...unreadWindows.slice(-asideShown).map(({ from, to, failure, tries, nextTryAt }) => {
      const next = nextTryAt <= now ? 'the next try is due' : `next try in ${span(nextTryAt - now)}`;
      return indented(
        `${time(from)} to ${time(to)}: ${sentence(whyIn(failure))} Tried ${counted(tries, 'time')}; ${next}.`,
      );
    }),
    ...more(unreadWindows.length - asideShown),
  ];
}

function asideLines({ setAside }: ConnectionHealth, now: Instant): readonly string[] {
  if (setAside.length === 0) return [];
  return [
    `${counted(setAside.length, 'bulk')} could not be stored`,
    ...worstSetAside(setAside, asideShown).map(({ dmsId, createdAt, leads, errored, reason, tries, nextTryAt }) => {
      const name = [dmsId === null ? '' : `bulk ${dmsId}`, createdAt === null ? '' : time(createdAt)].filter(Boolean);
      const next = nextTryAt <= now ? 'the next try is due' : `next try in ${span(nextTryAt - now)}`;
      return indented(
        `${name.join(', ') || 'without a known date'}: ${counted(leads, 'lead')}, ${errored.toLocaleString('en')} with errors. ${sentence(whyIn(reason))} Tried ${counted(tries, 'time')}; ${next}.`,
      );
    }),
    ...more(setAside.length - asideShown),
  ];
}

function unreadLines({ unread }: ConnectionHealth): readonly string[] {
  if (unread.length === 0) return [];
  return [
    'values that could not be read, today and yesterday',
    indented(columns(unread.slice(0, fieldsShown).map(({ field, count }) => [field, count.toLocaleString('en')]))),
    ...more(unread.length - fieldsShown),
  ];
}

function learnedLines({ habits }: ConnectionHealth): readonly string[] {
  const lines = learned(habits);
  return lines.length === 0 ? [] : ['how this DMS behaves', ...lines.map(indented)];
}

function more(count: number): readonly string[] {
  return count > 0 ? [indented(`and ${count.toLocaleString('en')} more`)] : [];
}
