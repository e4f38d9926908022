/**
 * Records the ends of calls to Slack, and logs them. Effects: uses the database through `say`, and
 * writes to the log.
 */
import type { Claim, Outcome, Seen } from '@leadbell/store';
import { errorFields } from '../log-error.ts';
import type { Log } from '../log.ts';

interface End {
  /** When the work was claimed, by the clock of `elapsed`. */
  readonly claimedAt: number;
  /** The ids of the messages in the outbox, for the log. */
  readonly ids: readonly string[];
  /** Records the end. Returns false when another process has taken the work over. */
  readonly say: () => Promise<boolean>;
}

interface EndOptions {
  readonly elapsed: () => number;
  readonly leaseMs: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly isStopping: () => boolean;
  readonly log: Log;
}

/** The wait between two tries while the database is unavailable. */
const troubleMs = 500;

/**
 * Records the end, and retries while the database is unavailable. After the lease has expired, another process finds
 * out the outcome.
 */
export async function recordEnd(end: End, { elapsed, leaseMs, pause, isStopping, log }: EndOptions): Promise<void> {
  const { claimedAt, ids, say } = end;
  while (elapsed() - claimedAt < leaseMs) {
    try {
      if (!(await say())) log.warn({ outboxIds: ids }, 'delivery.overtaken');
      return;
    } catch (error) {
      log.warn({ outboxIds: ids, ...errorFields(error) }, 'delivery.waits');
      await pause(troubleMs);
      if (isStopping()) return;
    }
  }
}

export function logOutcome({ outboxId, kind, action, attempt }: Claim, outcome: Outcome, log: Log): void {
  const fields = { outboxId, kind, action, attempt, outcome: outcome.kind };
  if (outcome.kind === 'sent' && outcome.plainerFor !== undefined)
    log.warn({ ...fields, reason: outcome.plainerFor }, 'delivery.plainer');
  else if (outcome.kind === 'sent') log.debug(fields, 'delivery.done');
  else if (outcome.kind === 'unclear' && outcome.doubt !== undefined)
    log.warn({ ...fields, reason: outcome.doubt }, 'delivery.doubt');
  else if ('reason' in outcome) log.warn({ ...fields, reason: outcome.reason }, 'delivery.refused');
  else log.info(fields, 'delivery.again');
}

export function logLook(outboxIds: readonly string[], seen: Seen, log: Log): void {
  const fields = { outboxIds, outcome: seen.kind };
  if (seen.kind === 'read') {
    const { found, absent, next } = seen;
    log.info({ ...fields, found: found.length, absent: absent.length, more: next !== null }, 'delivery.looked');
  } else if ('reason' in seen) log.warn({ ...fields, reason: seen.reason }, 'delivery.looked');
  else log.warn({ ...fields, afterMs: seen.afterMs }, 'delivery.looked');
}
