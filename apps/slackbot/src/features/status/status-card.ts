/**
 * Builds the card of Leadbell's own condition, the worst problems first, for the operator and the
 * people who integrate the DMS. Pure.
 */
import {
  type ConnectionHealth,
  connectionState,
  healthProblems,
  type Instant,
  type ReasonCount,
  requiredScopes,
  version,
  worstSetAside,
} from '@leadbell/domain';
import type { ParseContext } from '../../queries/query.ts';
import type { Card, CardPart, Text } from '@leadbell/slack-kit';
import type { Status } from './status.ts';
import { accessFact, missingScopesPart } from './status-access.ts';
import { actions, queryButton } from '../../cards/controls.ts';
import { spanText } from '../../cards/span-text.ts';
import { learnedPart } from './status-learned.ts';
import { data, dotted, lines, words } from '../../cards/text.ts';

type Shown = Pick<ParseContext, 'messages' | 'zone'>;

const gapsShown = 5;
const fieldsShown = 5;
const asideShown = 3;
const timesShown = 3;
/** Gaps shorter than this are only counted; the longest of the other gaps are listed. */
const shortGapMs = 60_000;

export function statusCard(status: Status | null, context: Shown): Card {
  const { messages } = context;
  const say = messages.status;
  const again = queryButton(messages.buttons.refresh, { command: 'status', filters: {}, page: 0, share: false });
  const foot = actions([again]);
  const head = status === null ? say.unavailable : headline(status, context);
  return {
    summary: head,
    direction: messages.direction,
    parts: [
      { kind: 'header', text: say.title },
      { kind: 'text', text: [words(head, 'bold')] },
      ...(status === null ? [] : bodyOf(status, context)),
      { kind: 'note', text: dotted([words(say.version(version)), data(context.zone, 40)]) },
      ...(foot === null ? [] : [foot]),
    ],
  };
}

/** Returns the sections. To add a section, write its function and call it here. */
function bodyOf(status: Status, context: Shown): readonly CardPart[] {
  const sections: (CardPart | null)[] = [
    { kind: 'facts', facts: factsOf(status, context) },
    missingScopesPart(status.installation, context),
    ...reasonParts(status, context),
    ...status.connections.flatMap((health) => [
      gapsPart(health, context),
      unreadTimesPart(health, context),
      setAsidePart(health, context),
      unreadPart(health, context),
      learnedPart(health, context),
    ]),
    hint(status, context),
  ];
  return sections.filter((section) => section !== null);
}

/** Such as: `🔴 The DMS has not been read for 25 min: it is not answering. 2 bulks could not be stored.` */
export function headline(status: Status, { messages, zone }: Shown): string {
  const { status: say, watch, notices } = messages;
  const { now, isPolled, connections, deadJobs, lateActs, owed, messages: sent } = status;
  const { dead, closedFor, askedToWaitUntil } = sent;
  const problems = healthProblems(
    {
      connections,
      deadJobs,
      deadMessages: dead,
      lateActs,
      lateDigests: owed.digests,
      closedWorkspaces: closedFor.length,
      askedToWaitUntil,
      missingScopes: requiredScopes(status.installation.missingScopes).length,
      isAuditOpen: status.isAuditOpen,
    },
    now,
    isPolled,
  );
  const counts: Readonly<Record<string, string>> = {
    'unread-times': say.unreadTimes(connections.reduce((sum, { unreadWindows }) => sum + unreadWindows.length, 0)),
    'set-aside': say.setAside(connections.reduce((sum, { setAside }) => sum + setAside.length, 0)),
    'slack-closed': say.slackClosed(notices.undeliveredWhy(closedFor[0]?.reason ?? '')),
    'slack-waits': say.slackWaits(timeText(askedToWaitUntil ?? now, { messages, zone })),
    'audit-open': say.auditOpen,
    'missing-scopes': say.scopes.headline(requiredScopes(status.installation.missingScopes).length),
    'late-acts': say.lateActs(lateActs),
    'late-digests': say.lateDigests(owed.digests, timeText(owed.since ?? now, { messages, zone })),
    'dead-jobs': say.deadJobs(deadJobs),
    'dead-messages': say.deadMessages(dead),
  };
  const others = problems.flatMap((problem) => counts[problem] ?? []);
  const sentences = connections.map((health) => {
    const { lastOkAt, failure, overdueSince, coveredTo } = health;
    const lasted = lastOkAt === null ? null : watch.lasted(now - lastOkAt);
    switch (connectionState(health, now, isPolled)) {
      case 'overdue':
        return say.overdue(
          timeText(overdueSince ?? now, { messages, zone }),
          watch.lasted(now - (overdueSince ?? now)),
        );
      case 'failing':
        return say.failing(watch.why(failure ?? ''), lasted);
      case 'catching-up':
        return say.catchingUp(coveredTo === null ? null : timeText(coveredTo, { messages, zone }));
      case 'off':
        return say.off;
      case 'reading':
        return say.reading(lasted ?? '');
      default:
        return say.neverRead;
    }
  });
  const isBad = problems.some((problem) => ['overdue', 'failing', 'slack-closed', 'audit-open'].includes(problem));
  const isUnknown = !isPolled || problems.includes('never-read');
  const isWarning = others.length > 0 || problems.includes('catching-up');
  const symbol = isBad ? '🔴' : isWarning ? '🟠' : isUnknown ? '⚪' : '🟢';
  return [symbol, ...(sentences.length === 0 ? [isPolled ? say.neverRead : say.off] : sentences), ...others].join(' ');
}

function timeText(
  at: Instant,
  {
    messages: {
      formats: { status: format },
    },
    zone,
  }: Shown,
): string {
  return `${format.day(at, zone)} ${format.time(at, zone)}`;
}

type Fact = Extract<CardPart, { kind: 'facts' }>['facts'][number];

function factsOf(status: Status, context: Shown): readonly Fact[] {
  const { messages } = context;
  const {
    status: say,
    formats: { status: format },
  } = messages;
  const { connections, messages: sent, deadJobs } = status;
  const { pending, sending, inDoubt, oldestPendingAt: waitingSince } = sent;
  const count = (value: number): Text => [words(format.number(value))];
  return [
    ...connections.flatMap((health) => readingFacts(health, status, context)),
    {
      label: say.waiting,
      value: dotted([
        words(format.number(pending + sending - inDoubt)),
        waitingSince === null ? null : words(say.since(timeText(waitingSince, context))),
      ]),
    },
    ...(inDoubt === 0 ? [] : [{ label: say.inDoubt, value: count(inDoubt) }]),
    { label: say.sent, value: count(sent.sent) },
    { label: say.dead, value: count(sent.dead) },
    { label: say.jobs, value: count(deadJobs) },
    accessFact(status.installation, context),
  ];
}

function readingFacts(health: ConnectionHealth, { now, requestsPerDay }: Status, context: Shown): readonly Fact[] {
  const {
    status: say,
    watch,
    formats: { status: format },
  } = context.messages;
  const { lastOkAt, failedSince, failures, failure, overdueSince, coveredTo, unsettled, requests, gaps } = health;
  const when = (at: Instant): Text => dotted([words(timeText(at, context)), words(say.ago(watch.lasted(now - at)))]);
  const isOverdue = connectionState(health, now, true) === 'overdue';
  const facts: (Fact | null)[] = [
    { label: say.lastRead, value: lastOkAt === null ? [words(say.never)] : when(lastOkAt) },
    failedSince === null
      ? null
      : {
          label: say.failingSince,
          value: dotted([
            words(say.since(timeText(failedSince, context))),
            words(say.times(failures)),
            words(watch.why(failure ?? '')),
            data(failure ?? '', 40),
          ]),
        },
    isOverdue && overdueSince !== null ? { label: say.overdueSince, value: when(overdueSince) } : null,
    { label: say.coveredTo, value: [words(coveredTo === null ? say.nothingYet : timeText(coveredTo, context))] },
    { label: say.unsettled, value: [words(format.number(unsettled))] },
    {
      label: say.requests,
      value: dotted([
        words(say.requestsOf(requests.polls + requests.people, requestsPerDay)),
        words(say.byPolls(requests.polls)),
        words(say.byPeople(requests.people)),
      ]),
    },
    gaps.length === 0 ? { label: say.gaps, value: [words(say.noGaps)] } : null,
  ];
  return facts.filter((fact) => fact !== null);
}

function gapsPart({ gaps }: ConnectionHealth, { messages, zone }: Shown): CardPart | null {
  if (gaps.length === 0) return null;
  const { status: say, watch } = messages;
  const shown = gaps
    .filter(({ from, to, isOver }) => !isOver || to - from >= shortGapMs)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, gapsShown)
    .toSorted((a, b) => b.from - a.from);
  const more = gaps.length - shown.length;
  return {
    kind: 'text',
    text: lines([
      words(say.gaps, 'bold'),
      ...shown.map((gap) => words(`${spanText(gap, messages, zone)}: ${watch.why(gap.failures[0] ?? '')}`)),
      more === 0 ? null : words(say.moreGaps(more), 'italic'),
    ]),
  };
}

function unreadTimesPart({ unreadWindows }: ConnectionHealth, context: Shown): CardPart | null {
  if (unreadWindows.length === 0) return null;
  const { messages, zone } = context;
  const { status: say, watch, leads } = messages;
  const latest = unreadWindows.toSorted((a, b) => b.to - a.to).slice(0, timesShown);
  const more = unreadWindows.length - latest.length;
  return {
    kind: 'text',
    text: lines([
      words(say.unreadTimes(unreadWindows.length), 'bold'),
      ...latest.map((one) =>
        words(
          `${spanText(one, messages, zone)}: ${watch.sentence(watch.why(one.failure))} ${say.nextTry(timeText(one.nextTryAt, context), one.tries)}`,
        ),
      ),
      more > 0 ? words(leads.more(more), 'italic') : null,
    ]),
  };
}

function setAsidePart({ setAside }: ConnectionHealth, context: Shown): CardPart | null {
  if (setAside.length === 0) return null;
  const { messages } = context;
  const { status: say, bulks, watch, leads, listSeparator } = messages;
  const more = setAside.length - asideShown;
  return {
    kind: 'text',
    text: lines([
      words(say.setAside(setAside.length), 'bold'),
      ...worstSetAside(setAside, asideShown).map(
        ({ dmsId, createdAt, leads: all, errored, reason, tries, nextTryAt }) => {
          const when = createdAt === null ? '' : timeText(createdAt, context);
          const name = dmsId === null ? bulks.ofDate(when) : `${bulks.named(dmsId)}${when === '' ? '' : ` · ${when}`}`;
          const count = [leads.count(all), ...(errored > 0 ? [bulks.errored(errored)] : [])].join(listSeparator);
          return words(
            `${name}: ${count}. ${watch.sentence(watch.why(reason))} ${say.nextTry(timeText(nextTryAt, context), tries)}`,
          );
        },
      ),
      more > 0 ? words(leads.more(more), 'italic') : null,
    ]),
  };
}

function unreadPart({ unread }: ConnectionHealth, { messages }: Shown): CardPart | null {
  if (unread.length === 0) return null;
  const {
    status: say,
    formats: { status: format },
    leads,
    listSeparator,
  } = messages;
  const more = unread.length - fieldsShown;
  const fields = unread
    .slice(0, fieldsShown)
    .flatMap(({ field, count }, n): Text => [
      ...(n === 0 ? [] : [words(listSeparator)]),
      data(field, 60, 'code'),
      words(` × ${format.number(count)}`),
    ]);
  return {
    kind: 'text',
    text: lines([
      words(say.unread, 'bold'),
      [...fields, ...(more > 0 ? [words(`${listSeparator}${leads.more(more)}`)] : [])],
    ]),
  };
}

/** Says why messages wait, are late or were given up. */
function reasonParts({ owed, messages: sent }: Status, { messages }: Shown): readonly CardPart[] {
  const { status: say, notices, watch } = messages;
  const part = (title: string, reasons: readonly ReasonCount[], why: (reason: string) => string): CardPart[] =>
    reasons.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: lines([words(title, 'bold'), ...reasons.map((one) => words(say.reason(one.count, why(one.reason))))]),
          },
        ];
  return [
    ...part(say.lateFor, owed.failures, (failure) => watch.why(failure)),
    ...part(say.refusedFor, sent.refusedFor, notices.undeliveredWhy),
    ...part(say.deadFor, sent.deadFor, notices.undeliveredWhy),
  ];
}

function hint({ messages: { dead }, deadJobs }: Status, { messages }: Shown): CardPart | null {
  return dead + deadJobs > 0 ? { kind: 'note', text: [words(messages.status.deadHint)] } : null;
}
