/**
 * Messages of the outbox on their way to Slack: one call for each claim, never repeated here, and what came of it. Effects: the Web API by the client.
 * The key of a message goes with it as metadata, so that a message in doubt is found again in the channel's history.
 * Errors: none; what went wrong is an outcome.
 */
import type { Claim, NoticeWriter, Outcome } from '@leadbell/store';
import type { WebClient } from '@slack/web-api';
import { slackProblem } from './errors.ts';
import type { SlackProblem } from './errors.ts';

export interface OutboundOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Milliseconds on a clock that only goes forward. */
  readonly elapsed: () => number;
  /** In `[0, 1)`. */
  readonly random: () => number;
  /** A claim is not posted later than this after it was made: another process may be at it. */
  readonly freshMs: number;
  /** After an unclear end, until history is sure to show what came of it. */
  readonly graceMs: number;
  /** For the owners of subscriptions whose channel closed. */
  readonly notices: (reason: string) => NoticeWriter;
}

export interface Outbound {
  send(claim: Claim, claimedAt: number): Promise<Outcome>;
  /** The workspace's id. Throws what Slack's client throws. */
  whoAmI(): Promise<{ readonly workspace: string; readonly botId: string | null; readonly botUserId: string | null }>;
}

/** Methods of the Web API that are called here. */
export const outboundMethods = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'conversations.open',
  'conversations.history',
  'conversations.replies',
] as const;

export const metadataType = 'leadbell_message';
const pageSize = 100;
const maxPages = 20;
/** A message in doubt is not looked for further back than this before its attempt: more than a clock of ours may be wrong. */
const lookBackMs = 3 * 3_600_000;
const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/** About a day of trying. */
const maxAttempts = 1_500;

/** Refusals that are about one message, though they sound like the channel. */
const ofThisMessage: ReadonlySet<string> = new Set(['thread_not_found', 'restricted_action_non_threadable_channel']);
/** History can't be read: nobody can know. */
const unreadable: ReadonlySet<string> = new Set(['missing_scope', 'no_permission', 'not_allowed_token_type']);

interface Found {
  readonly ts: string;
  readonly version: number;
}

export function createOutbound(options: OutboundOptions): Outbound {
  const { client, token, elapsed, random, freshMs, graceMs, notices } = options;
  let me: Promise<{ workspace: string; botId: string | null; botUserId: string | null }> | null = null;

  async function whoAmI() {
    const {
      team_id: workspace = '',
      bot_id: botId = null,
      user_id: botUserId = null,
    } = await client.auth.test({ token });
    return { workspace, botId, botUserId };
  }

  /** A person's direct messages have an id of their own, which history wants. */
  async function conversationOf({ conversation, channel }: Claim): Promise<string> {
    if (conversation !== null || !/^[UW]/.test(channel)) return conversation ?? channel;
    const { channel: opened } = await client.conversations.open({ token, users: channel });
    return opened?.id ?? channel;
  }

  async function post(claim: Claim, claimedAt: number): Promise<Outcome> {
    const channel = await conversationOf(claim);
    // Had this process been asleep, another may have posted it by now.
    if (elapsed() - claimedAt > freshMs) return { kind: 'absent' };
    const { ts } = (await sayingBlocks(claim, (payload) =>
      client.apiCall('chat.postMessage', {
        ...payload,
        token,
        channel,
        ...(claim.threadTs === null ? {} : { thread_ts: claim.threadTs }),
        metadata: { event_type: metadataType, event_payload: { key: claim.key, version: claim.version } },
        unfurl_links: false,
        unfurl_media: false,
      }),
    )) as { readonly ts?: unknown };
    return typeof ts === 'string'
      ? { kind: 'sent', ts, version: claim.version, conversation: channel }
      : { kind: 'unclear', afterMs: graceMs };
  }

  async function update(claim: Claim): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const ts = claim.ts ?? '';
    await sayingBlocks(claim, (payload) => client.apiCall('chat.update', { ...payload, token, channel, ts }));
    return { kind: 'sent', ts, version: claim.version, conversation: channel };
  }

  async function reconcile(claim: Claim): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const found = await find(claim, channel);
    return found === null ? { kind: 'absent' } : { kind: 'sent', ...found, conversation: channel };
  }

  /** Newest first, until it is there or must have been. */
  async function find(claim: Claim, channel: string): Promise<Found | null> {
    const { botId } = await (me ??= whoAmI());
    const notBefore = (claim.attemptAt - lookBackMs) / 1_000;
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const range = {
        token,
        channel,
        limit: pageSize,
        include_all_metadata: true,
        ...(claim.isReply || claim.lastTs === null ? {} : { oldest: claim.lastTs }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const answer =
        claim.threadTs === null
          ? await client.conversations.history(range)
          : await client.conversations.replies({ ...range, ts: claim.threadTs });
      const messages = (answer.messages ?? []) as readonly HistoryMessage[];
      const match = messages.find(
        ({ bot_id: by, metadata }) =>
          (botId === null || by === botId) &&
          metadata?.event_type === metadataType &&
          metadata.event_payload?.key === claim.key,
      );
      if (match?.ts !== undefined)
        return { ts: match.ts, version: Number(match.metadata?.event_payload?.version) || 1 };
      cursor = answer.response_metadata?.next_cursor;
      const isPast = claim.threadTs === null && messages.some(({ ts }) => Number(ts) < notBefore);
      if (cursor === undefined || cursor === '' || isPast) return null;
    }
    return null;
  }

  function outcomeOf(problem: SlackProblem | null, claim: Claim): Outcome {
    const backoffMs =
      Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(claim.attempt, 20)) * (0.5 + random() / 2);
    const reason = problem?.code ?? 'no_answer';
    const isGivenUp = claim.attempt >= maxAttempts;
    switch (problem?.class) {
      case 'retry':
        if (problem.retryAfterMs !== undefined) return { kind: 'paced', afterMs: problem.retryAfterMs };
        if (claim.action === 'reconcile') return { kind: 'unclear', afterMs: backoffMs };
        return isGivenUp ? { kind: 'dead', reason } : { kind: 'refused', reason, afterMs: backoffMs };
      case 'channel':
        if (ofThisMessage.has(reason)) return { kind: 'dead', reason };
        return { kind: 'closed', reason, notices: notices(reason) };
      case 'auth':
        if (claim.action === 'reconcile' && unreadable.has(reason))
          return { kind: 'dead', reason: `perhaps posted (${reason})` };
        return { kind: 'blocked', reason, notices: notices(reason) };
      case 'ours':
      case 'expired':
        return { kind: 'dead', reason };
      default:
        if (claim.action === 'post') return { kind: 'unclear', afterMs: graceMs };
        if (isGivenUp && claim.action === 'update') return { kind: 'dead', reason };
        return claim.action === 'update'
          ? { kind: 'refused', reason, afterMs: backoffMs }
          : { kind: 'unclear', afterMs: backoffMs };
    }
  }

  return {
    whoAmI,
    async send(claim, claimedAt) {
      // Its first message never came, so it has no thread to be in.
      if (claim.isReply && claim.threadTs === null) return { kind: 'dead', reason: 'no_first_message' };
      try {
        if (claim.action === 'post') return await post(claim, claimedAt);
        return await (claim.action === 'update' ? update(claim) : reconcile(claim));
      } catch (error) {
        me = null;
        return outcomeOf(slackProblem(error), claim);
      }
    },
  };
}

interface HistoryMessage {
  readonly ts?: string;
  readonly bot_id?: string;
  readonly metadata?: {
    readonly event_type?: string;
    readonly event_payload?: { readonly key?: string; readonly version?: number };
  };
}

/** Blocks that a workspace refuses are surely not posted: then the others that the message brings. */
async function sayingBlocks<T>({ payload }: Claim, call: (payload: object) => Promise<T>): Promise<T> {
  const { fallback, ...first } = payload as { readonly fallback?: unknown };
  try {
    return await call(first);
  } catch (error) {
    if (fallback === undefined || slackProblem(error)?.code !== 'invalid_blocks') throw error;
    return await call({ ...first, blocks: fallback });
  }
}
