/**
 * Finds out whether a shared answer is in Slack, if the process that was posting it died. Shared
 * answers are not in the outbox. Reads pages of history. Effects: calls the Web API through the
 * outbound, and waits through its options. Rejects only when the signal is aborted.
 */
import type { Instant } from '@leadbell/domain';
import type { Doubt } from '@leadbell/store';
import type { Place } from '@leadbell/slack-kit';
import type { Outbound } from './outbound.ts';

/**
 * A post must begin at most this long after the intent to post was recorded, or not at all. This leaves room for a wait
 * of 5 s if Slack asks for one.
 */
export const beginWithinMs = 7_000;

/** Slack may allow only one page a minute. */
const patienceMs = 5 * 60_000;

export interface Sought {
  readonly place: Place;
  readonly key: string;
  /** When the intent to post was recorded, by the database's clock, and how long ago that was. */
  readonly notedAt: Instant;
  readonly agoMs: number;
}

/** The post's `ts`. `unknown`: history cannot be read, or does not show for certain whether the answer was posted. */
export type FoundPost = { readonly ts: string } | 'absent' | 'unknown';

export type FindPost = (sought: Sought, signal: AbortSignal) => Promise<FoundPost>;

export interface FindPostOptions {
  readonly workspace: string;
  readonly outbound: Pick<Outbound, 'look'>;
  readonly slackNow: () => Instant | null;
  /** The longest time that a call can take. */
  readonly timeoutMs: number;
  /** The time after which history is sure to show a post. */
  readonly graceMs: number;
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function createFindPost(options: FindPostOptions): FindPost {
  const { workspace, outbound, slackNow, timeoutMs, graceMs, sleep } = options;
  return async ({ place: { channel, thread }, key, notedAt, agoMs }, signal) => {
    const now = slackNow();
    // Wait until a post would be visible, because the posting process may be alive and may have lost only its database.
    await sleep(Math.max(0, beginWithinMs + timeoutMs + graceMs - agoMs), signal);
    let doubt: Doubt = {
      outboxId: 0,
      key,
      version: 1,
      text: null,
      attemptAt: notedAt,
      sought: now === null ? {} : { from: (now - agoMs) / 1_000 },
      attempt: 1,
      isEarly: false,
    };
    for (let waitedMs = 0; waitedMs <= patienceMs;) {
      const seen = await outbound.look({
        workspace,
        channel,
        conversation: null,
        threadTs: thread ?? null,
        doubts: [doubt],
        claimedAt: (notedAt + agoMs) as Instant,
      });
      if (seen.kind === 'read') {
        const [post] = seen.found;
        if (post !== undefined) return { ts: post.ts };
        if (seen.next === null) return seen.absent.length > 0 ? 'absent' : 'unknown';
        doubt = { ...doubt, sought: { ...doubt.sought, search: seen.next.search } };
      } else if (seen.kind === 'paced' || seen.kind === 'unread') {
        waitedMs += seen.afterMs;
        doubt = { ...doubt, attempt: doubt.attempt + 1 };
        await sleep(seen.afterMs, signal);
      } else return 'unknown';
      signal.throwIfAborted();
    }
    return 'unknown';
  };
}
