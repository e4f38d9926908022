/** Leadbell's own health, worst problem first, for the status shown to people and machines. Pure. */
import type { SetAsideFacts } from '../alerts/facts.ts';
import type { WatchGap } from '../alerts/gaps.ts';
import { overdueMs } from '../alerts/watching.ts';
import type { HabitsReport } from '../leads/habit-rules.ts';
import type { UnreadWindow } from '../leads/unread-windows.ts';
import type { Instant } from '../time/instant.ts';

export interface ConnectionHealth {
  readonly id: string;
  /** Everything created before it has been read. */
  readonly coveredTo: Instant | null;
  /** The last poll that succeeded. */
  readonly lastOkAt: Instant | null;
  readonly nextPollAt: Instant;
  /** Polls that failed in a row, since when, and the reason of the last. */
  readonly failures: number;
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  readonly overdueSince: Instant | null;
  /** Bulks that may still change. */
  readonly unsettled: number;
  readonly setAside: readonly SetAsideHealth[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Gaps of the last 24 hours, in time order. */
  readonly gaps: readonly WatchGap[];
  /** Unreadable values of today and yesterday by field, most first. */
  readonly unread: readonly { readonly field: string; readonly count: number }[];
  /** Requests to the DMS today. */
  readonly requests: { readonly polls: number; readonly people: number };
  readonly habits: HabitsReport;
}

export interface SetAsideHealth extends SetAsideFacts {
  readonly tries: number;
  readonly nextTryAt: Instant;
}

export interface Health {
  readonly connections: readonly ConnectionHealth[];
  /** Messages that could not be sent. */
  readonly deadMessages: number;
  /** Jobs that failed too often. */
  readonly deadJobs: number;
  /** People's acts in Slack that are older than a minute and not finished. */
  readonly lateActs: number;
  /** Digests that are due but have no message yet. */
  readonly lateDigests: number;
  /** Workspaces that Slack refuses us access to. */
  readonly closedWorkspaces: number;
  /** The end of the wait that Slack asked for, if it is long. */
  readonly askedToWaitUntil: Instant | null;
  /** Scopes that the Slack app lacks, without the optional ones. */
  readonly missingScopes: number;
  /** Nothing protects the audit log from changes. */
  readonly isAuditOpen: boolean;
}

/** `catching-up`: polls run but are still far behind now. `off`: polling is switched off (`POLL_SECONDS=0`). */
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

/** Longer than the largest poll interval (`POLL_SECONDS` is at most an hour) plus one poll. */
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
  // An overdue poll is worse than failed ones: no process even tries.
  if (overdueSince !== null && now - overdueSince >= overdueMs) return 'overdue';
  if (failedSince !== null) return 'failing';
  if (lastOkAt === null) return 'never-read';
  return coveredTo === null || now - coveredTo > behindMs ? 'catching-up' : 'reading';
}

/** Worst first, each once. */
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

/** Most errored leads first, then most leads, then oldest. */
export function worstSetAside(setAside: readonly SetAsideHealth[], most: number): readonly SetAsideHealth[] {
  return setAside
    .toSorted((a, b) => b.errored - a.errored || b.leads - a.leads || a.since - b.since || a.id - b.id)
    .slice(0, most);
}
