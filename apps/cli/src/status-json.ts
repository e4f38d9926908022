/** The status as JSON. Pure. Field names don't change between releases; `docs/status.md` lists them. */
import {
  type ConnectionHealth,
  connectionState,
  type Health,
  type HealthProblem,
  type Instant,
  type MessageCounts,
  type OwedCounts,
  type ReasonCount,
  version,
} from '@leadbell/domain';
import type { AuditGuard, Installation, KeyRecord } from '@leadbell/store';
import type { BotSettings } from './settings.ts';
import { whyIn, whyUndelivered } from './why.ts';

export interface StatusReport extends Health {
  readonly now: Instant;
  readonly messages: MessageCounts;
  readonly owed: OwedCounts;
  readonly keys: readonly KeyRecord[];
  readonly installations: readonly Installation[];
  readonly guard: AuditGuard;
  readonly problems: readonly HealthProblem[];
  readonly bot: BotSettings;
}

export function statusJson(report: StatusReport): object {
  const { now, messages, owed, keys, deadJobs, lateActs, problems, connections, bot, installations, guard } = report;
  return {
    ok: problems.length === 0,
    problems,
    at: iso(now),
    version,
    messages: {
      waiting: messages.pending,
      oldestWaitingSince: iso(messages.oldestPendingAt),
      sending: messages.sending,
      inDoubt: messages.inDoubt,
      stuck: messages.dead,
      sentLastDay: messages.sent,
      refusedFor: reasons(messages.refusedFor, whyUndelivered),
      stuckFor: reasons(messages.deadFor, whyUndelivered),
      slackClosedFor: reasons(messages.closedFor, whyUndelivered),
      slackAsksToWaitUntil: iso(messages.askedToWaitUntil),
    },
    acts: { late: lateActs },
    digests: { late: owed.digests, lateSince: iso(owed.since), lateFor: reasons(owed.failures, whyIn) },
    jobs: { stuck: deadJobs },
    audit: { protectedBy: guard },
    workspaces: installations.map(({ workspace, access, missingScopes, lookedAt }) => ({
      id: workspace,
      access: { roles: access.roles, others: access.others, hasEditors: access.hasEditors },
      missingScopes,
      lookedAt: iso(lookedAt),
    })),
    keys: keys.map(({ id, since, isCurrent, isNeeded }) => ({ id, since: iso(since), isCurrent, isNeeded })),
    connections: connections.map((one) => connectionJson(one, now, bot)),
  };
}

function connectionJson(one: ConnectionHealth, now: Instant, { isPolled, requestsPerDay }: BotSettings): object {
  const { id, lastOkAt, coveredTo, failures, failedSince, failure, nextPollAt, unsettled, requests, habits } = one;
  const state = connectionState(one, now, isPolled);
  const { comparedAt, ...learned } = habits;
  return {
    id,
    state,
    lastReadAt: iso(lastOkAt),
    lastReadSecondsAgo: lastOkAt === null ? null : seconds(now - lastOkAt),
    readUpTo: iso(coveredTo),
    nextPollAt: iso(nextPollAt),
    overdueSince: state === 'overdue' ? iso(one.overdueSince) : null,
    failing:
      failedSince === null
        ? null
        : { since: iso(failedSince), times: failures, kind: failure, reason: whyIn(failure ?? '') },
    openBulks: unsettled,
    requestsToday: { total: requests.polls + requests.people, ...requests, budget: requestsPerDay },
    gapsLastDay: one.gaps.map(({ from, to, isOver, failures: kinds }) => ({
      from: iso(from),
      to: isOver ? iso(to) : null,
      seconds: seconds(to - from),
      kinds,
    })),
    unreadTimes: one.unreadWindows.map(({ from, to, failure, since, tries, nextTryAt }) => ({
      from: iso(from),
      to: iso(to),
      kind: failure,
      reason: whyIn(failure),
      since: iso(since),
      tries,
      nextTryAt: iso(nextTryAt),
    })),
    setAside: one.setAside.map(({ dmsId, createdAt, leads, errored, reason, since, tries, nextTryAt }) => ({
      bulk: dmsId,
      createdAt: iso(createdAt),
      leads,
      errored,
      kind: reason,
      reason: whyIn(reason),
      since: iso(since),
      tries,
      nextTryAt: iso(nextTryAt),
    })),
    unreadLastTwoDays: Object.fromEntries(one.unread.map(({ field, count }) => [field, count])),
    learned: { ...learned, comparedAt: iso(comparedAt) },
  };
}

function reasons(all: readonly ReasonCount[], why: (reason: string) => string) {
  return all.map(({ reason, count }) => ({ kind: reason, count, reason: why(reason) }));
}

/** Returns null for a time that is unknown, or that stands for never or forever. */
function iso(at: number | null): string | null {
  return at === null || !Number.isFinite(at) ? null : new Date(at).toISOString();
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000));
}
