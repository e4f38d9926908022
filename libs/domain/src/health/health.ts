/** How Leadbell itself fares, the worst truth first: what status shows to people and to machines. Pure. */
import type { SetAsideFacts } from '../alerts/facts.ts';
import type { WatchGap } from '../alerts/gaps.ts';
import { overdueMs } from '../alerts/watching.ts';
import type { HabitsReport } from '../leads/habit-rules.ts';
import type { UnreadWindow } from '../leads/unread-windows.ts';
import type { Instant } from '../time/instant.ts';

export interface ConnectionHealth {
  readonly id: string;
  /** Everything made before it has been read. */
  readonly coveredTo: Instant | null;
  /** The last poll that succeeded. */
  readonly lastOkAt: Instant | null;
  readonly nextPollAt: Instant;
  /** Polls in a row that failed, since when, and why the last one did. */
  readonly failures: number;
  readonly failedSince: Instant | null;
  readonly failure: string | null;
  readonly overdueSince: Instant | null;
  /** Bulks that may still change. */
  readonly unsettled: number;
  readonly setAside: readonly SetAsideHealth[];
  readonly unreadWindows: readonly UnreadWindow[];
  /** Of the last 24 hours, in the order of time. */
  readonly gaps: readonly WatchGap[];
  /** Values that could not be read, by field, of today and yesterday; most first. */
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
  /** What people did in Slack more than a minute ago, and is not finished. */
  readonly lateActs: number;
  /** Digests whose time has come, and for which no message exists yet. */
  readonly lateDigests: number;
  /** Workspaces that Slack does not let us into. */
  readonly closedWorkspaces: number;
  /** Until when Slack has asked us to wait, if that is long. */
  readonly askedToWaitUntil: Instant | null;
}

/** `catching-up`: polls run, but have not come near to now yet. `off`: it is not to be polled (`POLL_SECONDS=0`). */
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
  | 'late-acts'
  | 'late-digests'
  | 'dead-jobs'
  | 'dead-messages';

/** Longer than polls are apart at most (`POLL_SECONDS` up to an hour) and one takes. */
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
  // No process even tries: that is worse than failures.
  if (overdueSince !== null && now - overdueSince >= overdueMs) return 'overdue';
  if (failedSince !== null) return 'failing';
  if (lastOkAt === null) return 'never-read';
  return coveredTo === null || now - coveredTo > behindMs ? 'catching-up' : 'reading';
}

/** The worst first, each once. */
export function healthProblems(
  { connections, deadMessages, deadJobs, lateActs, lateDigests, closedWorkspaces, askedToWaitUntil }: Health,
  now: Instant,
  isPolled: boolean,
): readonly HealthProblem[] {
  const states = new Set(connections.map((connection) => connectionState(connection, now, isPolled)));
  if (connections.length === 0 && isPolled) states.add('never-read');
  const problems: HealthProblem[] = [];
  for (const state of ['overdue', 'failing', 'never-read', 'catching-up'] as const)
    if (states.has(state)) problems.push(state);
  if (connections.some(({ unreadWindows }) => unreadWindows.length > 0)) problems.push('unread-times');
  if (connections.some(({ setAside }) => setAside.length > 0)) problems.push('set-aside');
  if (closedWorkspaces > 0) problems.push('slack-closed');
  if (askedToWaitUntil !== null) problems.push('slack-waits');
  if (lateActs > 0) problems.push('late-acts');
  if (lateDigests > 0) problems.push('late-digests');
  if (deadJobs > 0) problems.push('dead-jobs');
  if (deadMessages > 0) problems.push('dead-messages');
  return problems;
}

/** Most leads with errors first, then most leads, then the oldest. */
export function worstSetAside(setAside: readonly SetAsideHealth[], most: number): readonly SetAsideHealth[] {
  return setAside
    .toSorted((a, b) => b.errored - a.errored || b.leads - a.leads || a.since - b.since || a.id - b.id)
    .slice(0, most);
}
