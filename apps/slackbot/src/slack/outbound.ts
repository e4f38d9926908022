/**
 * Messages of the outbox on their way to Slack: one call for each claim, never repeated here, and what came of it. Effects: the Web API by the client.
 * The key of a message goes with it as metadata, so that a message in doubt is found again in the channel's history.
 * Errors: none; what went wrong is an outcome.
 */
import type { Claim, NoticeWriter, Outcome } from '@leadbell/store';
import type { WebClient } from '@slack/web-api';
import { slackProblem, SlackRefusal } from './errors.ts';
import type { SlackProblem } from './errors.ts';
import { firstForm, plainer } from './plainer.ts';
import type { Form, RestWords } from './plainer.ts';

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
  /** Ends a message that Slack took in a plainer form only. */
  readonly rest: RestWords;
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

/** A code that is in no table: tried again with growing waits for as long as this. */
const unknownPatienceMs = 3_600_000;
const firstUnknownMs = 60_000;
const longestUnknownMs = 15 * 60_000;
/** The clocks of the database and of Slack may differ by this. */
const clockSkewMs = 5 * 60_000;

/** History can't be read: nobody can know. */
const unreadable: ReadonlySet<string> = new Set([
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'channel_is_limited_access',
]);

interface Found {
  readonly ts: string;
  readonly version: number;
}

export function createOutbound(options: OutboundOptions): Outbound {
  const { client, token, elapsed, random, freshMs, graceMs, notices, rest } = options;
  let me: Promise<{ workspace: string; botId: string | null; botUserId: string | null }> | null = null;

  async function whoAmI() {
    const {
      team_id: workspace = '',
      bot_id: botId = null,
      user_id: botUserId = null,
    } = await client.auth.test({ token });
    return { workspace, botId, botUserId };
  }

  /** A person's direct messages have an id of their own, which history wants. Nothing has been said yet when this fails. */
  async function conversationOf({ conversation, channel }: Claim): Promise<string> {
    if (conversation !== null || !/^[UW]/.test(channel)) return conversation ?? channel;
    const { channel: opened } = await client.conversations.open({ token, users: channel }).catch((error: unknown) => {
      const problem = slackProblem(error);
      throw problem?.class === 'unclear' ? new SlackRefusal({ ...problem, class: 'retry' }) : error;
    });
    return opened?.id ?? channel;
  }

  /** Says it, in a plainer form while Slack refuses the form: each refusal is sure. Null: it took too long, and another process may be at it. */
  async function sayForms(
    claim: Claim,
    isFresh: () => boolean,
    call: (form: Form) => Promise<unknown>,
  ): Promise<{ readonly answer: unknown; readonly plainerFor?: string } | null> {
    let form = firstForm(claim.payload);
    let refusedFor: string | undefined;
    while (isFresh()) {
      try {
        return { answer: await call(form), ...(refusedFor === undefined ? {} : { plainerFor: refusedFor }) };
      } catch (error) {
        const problem = slackProblem(error);
        const next = plainer(form, problem, rest);
        if (next === null) throw form.metadata === 'none' ? new Unfindable(error) : error;
        refusedFor = problem?.code;
        form = next;
      }
    }
    return null;
  }

  async function post(claim: Claim, claimedAt: number): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const { key, version } = claim;
    // Had this process been asleep, another may have posted it by now.
    const isFresh = () => elapsed() - claimedAt <= freshMs;
    const said = await sayForms(claim, isFresh, ({ text, blocks, metadata }) =>
      client.apiCall('chat.postMessage', {
        text,
        ...(blocks === null ? {} : { blocks }),
        token,
        channel,
        ...(claim.threadTs === null ? {} : { thread_ts: claim.threadTs }),
        ...(metadata === 'none'
          ? {}
          : { metadata: { event_type: metadataType, event_payload: metadata === 'key' ? { key } : { key, version } } }),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if (said === null) return { kind: 'absent' };
    const { answer, ...how } = said;
    const { ts } = answer as { readonly ts?: unknown };
    return typeof ts === 'string'
      ? { kind: 'sent', ts, version, conversation: channel, ...how }
      : { kind: 'unclear', afterMs: graceMs, doubt: 'no_ts' };
  }

  async function update(claim: Claim): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const ts = claim.ts ?? '';
    const said = await sayForms(
      claim,
      () => true,
      // Blocks that are not named would stay.
      ({ text, blocks }) => client.apiCall('chat.update', { text, blocks: blocks ?? [], token, channel, ts }),
    );
    const { plainerFor } = said ?? {};
    const how = plainerFor === undefined ? {} : { plainerFor };
    return { kind: 'sent', ts, version: claim.version, conversation: channel, ...how };
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
    // One that was sent back by hand may be older than what was posted since.
    const { lastTs } = claim;
    const isBefore = lastTs !== null && Number(lastTs) * 1_000 < claim.attemptAt - clockSkewMs;
    const oldest = claim.isReply || !isBefore ? null : lastTs;
    let cursor: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const range = {
        token,
        channel,
        limit: pageSize,
        include_all_metadata: true,
        ...(oldest === null ? {} : { oldest }),
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

  function outcomeOf(error: unknown, claim: Claim): Outcome {
    const problem = slackProblem(error instanceof Unfindable ? error.cause : error);
    if (claim.action === 'reconcile') return outcomeOfLooking(problem, claim);
    const reason = problem?.code ?? 'no_answer';
    const isUpdate = claim.action === 'update';
    const isGivenUp = claim.attempt >= maxAttempts;
    switch (problem?.class) {
      case 'retry':
        if (problem.retryAfterMs !== undefined) return { kind: 'paced', afterMs: problem.retryAfterMs };
        if (isGivenUp) return { kind: 'dead', reason };
        return { kind: 'refused', reason, afterMs: backoffMs(claim), aside: isUpdate };
      case 'unknown': {
        const { refused } = claim;
        const forMs = refused?.reason === reason ? claim.claimedAt - refused.since : 0;
        if (forMs >= unknownPatienceMs) return { kind: 'dead', reason };
        const afterMs = Math.min(longestUnknownMs, Math.max(firstUnknownMs, forMs));
        return { kind: 'refused', reason, afterMs, aside: true };
      }
      case 'channel':
        return { kind: 'closed', reason, notices: notices(reason) };
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
        if (isUpdate) return { kind: 'refused', reason, afterMs: backoffMs(claim), aside: true };
        // Without its key it would not be found.
        if (error instanceof Unfindable) return { kind: 'perhaps', reason };
        return { kind: 'unclear', afterMs: graceMs, doubt: reason };
    }
  }

  /** History does not say. */
  function outcomeOfLooking(problem: SlackProblem | null, claim: Claim): Outcome {
    const reason = problem?.code ?? 'no_answer';
    const isGivenUp = claim.attempt >= maxAttempts;
    switch (problem?.class) {
      case 'channel':
        return unreadable.has(reason)
          ? { kind: 'perhaps', reason }
          : { kind: 'closed', reason, notices: notices(reason) };
      case 'workspace':
        return unreadable.has(reason) ? { kind: 'perhaps', reason } : { kind: 'blocked', reason };
      case 'gone':
        return { kind: 'gone', reason };
      case 'retry':
        if (problem.retryAfterMs !== undefined) return { kind: 'paced', afterMs: problem.retryAfterMs };
        break;
      case 'message':
      case 'metadata':
      case 'file':
      case 'group':
      case 'expired':
        return { kind: 'perhaps', reason };
      default:
    }
    return isGivenUp ? { kind: 'perhaps', reason } : { kind: 'unclear', afterMs: backoffMs(claim), doubt: reason };
  }

  function backoffMs({ attempt }: Claim): number {
    return Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempt, 20)) * (0.5 + random() / 2);
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
        return outcomeOf(error, claim);
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

/** Went wrong while Slack took no metadata of ours: it can't be told apart in the history. */
class Unfindable extends Error {
  override readonly name = 'Unfindable';

  constructor(cause: unknown) {
    super('without metadata', { cause });
  }
}
