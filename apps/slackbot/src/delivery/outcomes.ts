/** Outcomes of calls to Slack for messages in the outbox. Pure. */
import type { Claim, Doubt, ErasingOutcome, Look, NoticeWriter, Outcome, Seen } from '@leadbell/store';
import type { Instant } from '@leadbell/domain';
import { slackProblem, type SlackProblem } from '@leadbell/slack-kit';

export interface OutcomeOptions {
  /** Returns a random number in `[0, 1)`. */
  readonly random: () => number;
  /** After a call with an unclear result, it takes at most this long until history shows the result. */
  readonly graceMs: number;
  /** Notices for the owners of subscriptions whose channel closed. */
  readonly notices: (reason: string) => NoticeWriter;
  readonly calls: { readonly slackNow: () => Instant | null };
}

/** A refused deletion is retried for about two hours, because the channel may have been archived by mistake. */
const removalTries = 8;
const longestRemovalMs = 15 * 60_000;
/** Codes that say that the file no longer exists. */
const deletedCodes: ReadonlySet<string> = new Set(['file_deleted', 'file_not_found']);
const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/**
 * The longest wait before history is read again. History can become readable at any time, and a
 * channel may be waiting for it.
 */
const longestUnreadMs = 20_000;
/** With the waits between them, this many attempts take about a day. */
const maxAttempts = 1_500;

/** After an unknown code, a message is retried for this long, with growing waits. */
const unknownPatienceMs = 3_600_000;
const firstUnknownMs = 60_000;
const longestUnknownMs = 15 * 60_000;

/** Codes that mean that history can't be read; then we can't find out whether a message was posted. */
const unreadable: ReadonlySet<string> = new Set([
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'channel_is_limited_access',
]);

/** The outcome of a failed post or update. */
export function outcomeOf(error: unknown, claim: Claim, options: OutcomeOptions): Outcome {
  const problem = slackProblem(error instanceof Unfindable ? error.cause : error);
  const reason = problem?.code ?? 'no_answer';
  const isUpdate = claim.action === 'update';
  const isGivenUp = claim.attempt >= maxAttempts;
  switch (problem?.class) {
    case 'retry':
      if (problem.retryAfterMs !== undefined) return { kind: 'paced', afterMs: problem.retryAfterMs };
      if (isGivenUp) return { kind: 'dead', reason };
      return { kind: 'refused', reason, afterMs: backoffMs(options, claim), aside: isUpdate };
    case 'unknown': {
      const { refused } = claim;
      const forMs = refused?.reason === reason ? claim.claimedAt - refused.since : 0;
      if (forMs >= unknownPatienceMs) return { kind: 'dead', reason };
      const afterMs = Math.min(longestUnknownMs, Math.max(firstUnknownMs, forMs));
      return { kind: 'refused', reason, afterMs, aside: true };
    }
    case 'channel':
      return { kind: 'closed', reason, notices: options.notices(reason) };
    case 'workspace':
      return { kind: 'blocked', reason };
    case 'gone':
      return { kind: 'gone', reason };
    case 'message':
    case 'metadata':
    case 'file':
    case 'group':
    case 'expired':
      return { kind: 'dead', reason };
    default:
      if (isUpdate && isGivenUp) return { kind: 'dead', reason };
      if (isUpdate) return { kind: 'refused', reason, afterMs: backoffMs(options, claim), aside: true };
      // The message can't be found without its key.
      if (error instanceof Unfindable) return { kind: 'perhaps', reason };
      return unclear(reason, options);
  }
}

/** The outcome of a call after which the message may have been posted. */
export function unclear(doubt: string, { graceMs, calls }: Pick<OutcomeOptions, 'graceMs' | 'calls'>): Outcome {
  return { kind: 'unclear', afterMs: graceMs, doubt, slackNow: calls.slackNow() };
}

/** The outcome of a failed read of history. */
export function seenOf(problem: SlackProblem | null, { doubts }: Look, options: OutcomeOptions): Seen {
  const reason = problem?.code ?? 'no_answer';
  switch (problem?.class) {
    case 'channel':
      return unreadable.has(reason)
        ? { kind: 'perhaps', reason }
        : { kind: 'closed', reason, notices: options.notices(reason) };
    case 'workspace':
      return unreadable.has(reason) ? { kind: 'perhaps', reason } : { kind: 'blocked', reason };
    case 'gone':
      return { kind: 'gone', reason };
    case 'message':
    case 'metadata':
    case 'file':
    case 'group':
    case 'expired':
      return { kind: 'perhaps', reason };
    case 'retry':
      if (problem.retryAfterMs !== undefined) return { kind: 'paced', afterMs: problem.retryAfterMs };
      break;
    default:
  }
  return { kind: 'unread', reason, afterMs: backoffMs(options, doubts[0] ?? { attempt: 0 }, longestUnreadMs) };
}

/** The outcome of a failed deletion. A message that no longer exists counts as deleted. */
export function removalOf(error: unknown, tries: number, options: OutcomeOptions): ErasingOutcome {
  const problem = slackProblem(error);
  if (problem === null) return { afterMs: longestRemovalMs };
  if (deletedCodes.has(problem.code)) return 'gone';
  switch (problem.class) {
    case 'gone':
      // `cant_delete_message` can also mean that Slack does not let us delete an existing message.
      return problem.code === 'cant_delete_message' ? { code: problem.code } : 'gone';
    case 'retry':
    case 'unclear':
    case 'workspace':
      return { afterMs: problem.retryAfterMs ?? backoffMs(options, { attempt: tries }, longestRemovalMs) };
    default:
      return tries < removalTries ? { afterMs: longestRemovalMs } : { code: problem.code };
  }
}

function backoffMs(
  { random }: Pick<OutcomeOptions, 'random'>,
  { attempt }: Pick<Doubt, 'attempt'>,
  most = longestBackoffMs,
): number {
  return Math.min(most, firstBackoffMs * 2 ** Math.min(attempt, 20)) * (0.5 + random() / 2);
}

/** Thrown when a call without our metadata fails, because then the message can't be recognised in history. */
export class Unfindable extends Error {
  override readonly name = 'Unfindable';

  constructor(cause: unknown) {
    super('without metadata', { cause });
  }
}
