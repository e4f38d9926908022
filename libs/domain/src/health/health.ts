/** Leadbell's own health, for the status that people and machines see. The worst problem comes first. Pure. */
import type { SetAsideFacts } from '../alerts/facts.ts';
import type { WatchGap } from '../alerts/gaps.ts';
import { overdueMs } from '../alerts/watching.ts';
import type { HabitsReport } from '../leads/habit-rules.ts';
import type { UnreadWindow } from '../leads/unread-windows.ts';
import type { Instant } from '../time/instant.ts';

export interface ConnectionHealth {
  readonly id: string;
  /** Everything that was created before this time has been read. */
  readonly coveredTo: Instant | null;
  /** The time of the last successful poll. */
  readonly lastOkAt: Instant | null;
  readonly nextPollAt: Instant;
  /** How many polls in a row failed, since when, and the reason of the last failure. */
  readonly failures: number;
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  readonly overdueSince: Instant | null;
  /** The number of bulks that may still change. */
  readonly unsettled: number;
  readonly setAside: readonly SetAsideHealth[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Gaps of the last 24 hours, in time order. */
  readonly gaps: readonly WatchGap[];
  /** The number of unreadable values of today and yesterday for each field, the highest first. */
  readonly unread: readonly { readonly field: string; readonly count: number }[];
  /** The number of requests to the DMS today. */
  readonly requests: { readonly polls: number; readonly people: number };
  readonly habits: HabitsReport;
}

export interface SetAsideHealth extends SetAsideFacts {
  readonly tries: number;
  readonly nextTryAt: Instant;
}

export interface Health {
  readonly connections: readonly ConnectionHealth[];
  /** The number of messages that could not be sent. */
  readonly deadMessages: number;
  /** The number of jobs that failed too often. */
  readonly deadJobs: number;
  /** The number of people's acts in Slack that are not finished and more than a minute old. */
  readonly lateActs: number;
  /** The number of digests that have been due for more than ten minutes but have no message yet. */
  readonly lateDigests: number;
  /** The number of workspaces in which Slack refuses Leadbell. */
  readonly closedWorkspaces: number;
  /** The time until which Slack asked us to wait, if the wait is long. */
  readonly askedToWaitUntil: Instant | null;
  /** The number of scopes that the Slack app lacks; optional scopes do not count. */
  readonly missingScopes: number;
  /** Whether nothing protects the audit log from changes. */
  readonly isAuditOpen: boolean;
}

/**
 * `catching-up`: polls run, but have not read up to the present yet. `off`: polling is switched off (`POLL_SECONDS=0`).
 */
export type ConnectionState = 'reading' | 'overdue' | 'failing' | 'never-read' | 'catching-up' | 'off';
export type HealthProblem =
  | 'overdue'
  | 'failing'
  | 'never-read'
  | 'catching-up'
  | 'unread-times'
  | 'set-aside'
  | 'slack-closed'
  | 'slack-waits'
  | 'audit-open'
  | 'missing-scopes'
  | 'late-acts'
  | 'late-digests'
  | 'dead-jobs'
  | 'dead-messages';

/** This is longer than one poll plus the longest wait between polls (`POLL_SECONDS` is at most an hour). */
const behindMs = 65 * 60_000;

export function connectionState(
  {
    overdueSince,
    failedSince,
    lastOkAt,
    coveredTo,
  }: Pick<ConnectionHealth, 'overdueSince' | 'failedSince' | 'lastOkAt' | 'coveredTo'>,
  now: Instant,
  isPolled: boolean,
): ConnectionState {
  if (!isPolled) return 'off';
  // An overdue poll is worse than failed polls, because no process even tries to poll.
  if (overdueSince !== null && now - overdueSince >= overdueMs) return 'overdue';
  if (failedSince !== null) return 'failing';
  if (lastOkAt === null) return 'never-read';
  return coveredTo === null || now - coveredTo > behindMs ? 'catching-up' : 'reading';
}

/** Returns each kind of problem once, the worst first. */
export function healthProblems(health: Health, now: Instant, isPolled: boolean): readonly HealthProblem[] {
  const { connections, deadMessages, deadJobs, lateActs, lateDigests, closedWorkspaces, askedToWaitUntil } = health;
  const states = new Set(connections.map((connection) => connectionState(connection, now, isPolled)));
  if (connections.length === 0 && isPolled) states.add('never-read');
  const problems: HealthProblem[] = [];
  for (const state of ['overdue', 'failing', 'never-read', 'catching-up'] as const)
    if (states.has(state)) problems.push(state);
  if (connections.some(({ unreadWindows }) => unreadWindows.length > 0)) problems.push('unread-times');
  if (connections.some(({ setAside }) => setAside.length > 0)) problems.push('set-aside');
  if (closedWorkspaces > 0) problems.push('slack-closed');
  if (askedToWaitUntil !== null) problems.push('slack-waits');
  if (health.isAuditOpen) problems.push('audit-open');
  if (health.missingScopes > 0) problems.push('missing-scopes');
  if (lateActs > 0) problems.push('late-acts');
  if (lateDigests > 0) problems.push('late-digests');
  if (deadJobs > 0) problems.push('dead-jobs');
  if (deadMessages > 0) problems.push('dead-messages');
  return problems;
}

/**
 * Returns at most `most` bulks: first those with the most errored leads, then those with the most leads, then those
 * that were set aside first.
 */
export function worstSetAside(setAside: readonly SetAsideHealth[], most: number): readonly SetAsideHealth[] {
  return setAside
    .toSorted((a, b) => b.errored - a.errored || b.leads - a.leads || a.since - b.since || a.id - b.id)
    .slice(0, most);
}
