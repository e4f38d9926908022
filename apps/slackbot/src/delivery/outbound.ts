/**
 * Sends messages of the outbox to Slack: one call for each claim, never repeated here, and its
 * outcome; and one page of history for each look. Each message carries its key as metadata, so that
 * a message in doubt can be found. Effects: the Web API by the client. Errors: none; failures are
 * outcomes.
 */
import type { Claim, Doubt, DuePlace, ErasingOutcome, Look, NoticeWriter, Outcome, Seen } from '@leadbell/store';
import type { WebClient } from '@slack/web-api';
import {
  type Calls,
  firstForm,
  type MessageForm,
  plainer,
  type RestWords,
  slackProblem,
  type SlackProblem,
  SlackRefusal,
} from '@leadbell/slack-kit';
import { begunAgain, type HistoryMessage, metadataOf, pageSize, type Page, readPage, searchOf } from './search.ts';

export interface OutboundOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Records of the calls that the client makes. */
  readonly calls: Pick<Calls, 'slackNow' | 'sawPost'>;
  /** In `[0, 1)`. */
  readonly random: () => number;
  /** Time after an unclear end until history is sure to show the outcome. */
  readonly graceMs: number;
  /** Notices for the owners of subscriptions whose channel closed. */
  readonly notices: (reason: string) => NoticeWriter;
  /** The closing words of a message that Slack accepted only in a plainer form. */
  readonly rest: RestWords;
}

export interface Outbound {
  /** `mayPost` is checked right before each post: another process may have taken over by then. */
  send(claim: Claim, mayPost: () => boolean): Promise<Outcome>;
  look(look: Look): Promise<Seen>;
  /** Deletes a message of ours. */
  remove(place: DuePlace): Promise<ErasingOutcome>;
  /** The workspace's id. Throws the Slack client's errors. */
  whoAmI(): Promise<{ readonly workspace: string; readonly botId: string | null; readonly botUserId: string | null }>;
}

/** The Web API methods called here. */
export const outboundMethods = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'chat.getPermalink',
  'chat.delete',
  'conversations.open',
  'conversations.history',
  'conversations.replies',
] as const;

const takeBackTries = 3;
/** A refused deletion is tried for about two hours: the channel may be archived by mistake. */
const removalTries = 8;
const longestRemovalMs = 15 * 60_000;
/** After this many failed checks of its thread, a reply is posted without the check. */
const lookTries = 3;
const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/** Unreadable history can recover at any time, and a channel may be waiting for it. */
const longestUnreadMs = 20_000;
/** About a day of attempts. */
const maxAttempts = 1_500;

/** How long an unknown code is retried, with growing waits. */
const unknownPatienceMs = 3_600_000;
const firstUnknownMs = 60_000;
const longestUnknownMs = 15 * 60_000;

/** Codes for unreadable history: the outcome of a post cannot be determined. */
const unreadable: ReadonlySet<string> = new Set([
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'channel_is_limited_access',
]);

export function createOutbound(options: OutboundOptions): Outbound {
  const { client, token, calls, random, graceMs, notices, rest } = options;
  let me: Promise<{ workspace: string; botId: string | null; botUserId: string | null }> | null = null;

  async function whoAmI() {
    const {
      team_id: workspace = '',
      bot_id: botId = null,
      user_id: botUserId = null,
    } = await client.auth.test({ token });
    return { workspace, botId, botUserId };
  }

  /**
   * A person's direct messages have their own conversation id, which history needs. If this fails,
   * nothing has been posted yet.
   */
  async function conversationOf({ conversation, channel }: Pick<Claim, 'conversation' | 'channel'>): Promise<string> {
    if (conversation !== null || !/^[UW]/.test(channel)) return conversation ?? channel;
    const { channel: opened } = await client.conversations.open({ token, users: channel }).catch((error: unknown) => {
      const problem = slackProblem(error);
      throw problem?.class === 'unclear' ? new SlackRefusal({ ...problem, class: 'retry' }) : error;
    });
    return opened?.id ?? channel;
  }

  /**
   * Posts the message, in plainer forms while Slack refuses the form; each refusal means that
   * nothing was posted. Null when it took too long: another process may have taken over.
   */
  async function sayForms(
    claim: Claim,
    mayPost: () => boolean,
    call: (form: MessageForm) => Promise<unknown>,
  ): Promise<{ readonly answer: unknown; readonly plainerFor?: string } | null> {
    let form = firstForm(claim.payload);
    let refusedFor: string | undefined;
    while (mayPost()) {
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

  async function post(claim: Claim, mayPost: () => boolean): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const { key, version } = claim;
    const shown = await keepThread(claim, channel);
    const { reply_broadcast: isBroadcast } = claim.payload as { readonly reply_broadcast?: unknown };
    const said = await sayForms(claim, mayPost, ({ text, blocks, metadata }) =>
      client.apiCall('chat.postMessage', {
        text,
        ...(blocks === null ? {} : { blocks }),
        token,
        channel,
        ...(claim.threadTs === null ? {} : { thread_ts: claim.threadTs }),
        ...(claim.threadTs !== null && isBroadcast === true ? { reply_broadcast: true } : {}),
        ...metadataOf(metadata, key, version),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if (said === null) return { kind: 'undone' };
    const { answer, ...how } = said;
    const { ts, message } = answer as { readonly ts?: unknown; readonly message?: unknown };
    if (typeof ts !== 'string') return unclear('no_ts');
    calls.sawPost(ts);
    if (claim.threadTs !== null && isOutOfThread(message)) {
      await takeBack(channel, ts);
      throw noThread();
    }
    return { kind: 'sent', ts, version, conversation: channel, ...how, ...shown };
  }

  /**
   * Checks a thread's first message before replying: Slack posts a reply to a deleted message into
   * the channel. The check uses no history quota, and only a definite answer counts. A pending
   * update of the first message is sent instead of the check; if that fails, the message is deleted
   * or can no longer be changed.
   */
  async function keepThread(
    { threadTs, thread, attempt }: Claim,
    channel: string,
  ): Promise<{ readonly threadVersion?: number }> {
    if (threadTs === null || attempt > lookTries) return {};
    if (thread !== null) {
      const { text, blocks } = firstForm(thread.payload);
      const card = { text, blocks: blocks ?? [], token, channel, ts: threadTs };
      const problem = await problemIn(client.apiCall('chat.update', card));
      if (problem?.class === 'gone') throw noThread();
      if (problem === null) return { threadVersion: thread.version };
    }
    const problem = await problemIn(client.chat.getPermalink({ token, channel, message_ts: threadTs }));
    if (problem?.code === 'message_not_found') throw noThread();
    return {};
  }

  /**
   * Deletes a reply that landed in the channel because its first message was deleted at that
   * moment.
   */
  async function takeBack(channel: string, ts: string): Promise<void> {
    for (let left = takeBackTries; left > 0; left -= 1) {
      const isDone = await client.chat.delete({ token, channel, ts }).then(
        () => true,
        (error: unknown) => slackProblem(error)?.class === 'gone',
      );
      if (isDone) return;
    }
  }

  async function update(claim: Claim): Promise<Outcome> {
    const channel = await conversationOf(claim);
    const ts = claim.ts ?? '';
    const said = await sayForms(
      claim,
      () => true,
      // Omitted blocks would stay.
      ({ text, blocks }) => client.apiCall('chat.update', { text, blocks: blocks ?? [], token, channel, ts }),
    );
    const { plainerFor } = said ?? {};
    const how = plainerFor === undefined ? {} : { plainerFor };
    return { kind: 'sent', ts, version: claim.version, conversation: channel, ...how };
  }

  function unclear(doubt: string): Outcome {
    return { kind: 'unclear', afterMs: graceMs, doubt, slackNow: calls.slackNow() };
  }

  async function readHistory(look: Look): Promise<Seen> {
    const channel = await conversationOf(look);
    const { botId } = await (me ??= whoAmI());
    const search = searchOf(look, calls.slackNow());
    const { oldest, latest, cursor } = search;
    const range = {
      token,
      channel,
      limit: pageSize,
      include_all_metadata: true,
      oldest,
      ...(latest === null ? {} : { latest }),
      ...(cursor === null ? {} : { cursor }),
    };
    const first = look.doubts[0]?.outboxId ?? 0;
    let page: Page;
    try {
      page = pageOf(
        look.threadTs === null
          ? await client.conversations.history(range)
          : await client.conversations.replies({ ...range, ts: look.threadTs }),
      );
    } catch (error) {
      const again = slackProblem(error)?.code === 'invalid_cursor' ? begunAgain(search) : null;
      if (again === null) throw error;
      const next = { outboxId: first, search: again };
      return { kind: 'read', found: [], absent: [], next, conversation: channel };
    }
    const { found, left, end, search: sofar } = readPage(look, search, page, botId);
    if (end === 'withheld' && found.length === 0) return { kind: 'perhaps', reason: 'metadata_withheld' };
    const goesOn = end === 'more' && left.length > 0;
    return {
      kind: 'read',
      found,
      absent: end === 'all' ? left : [],
      next: goesOn ? { outboxId: left[0] ?? first, search: sofar } : null,
      conversation: channel,
    };
  }

  function outcomeOf(error: unknown, claim: Claim): Outcome {
    const problem = slackProblem(error instanceof Unfindable ? error.cause : error);
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
        // Without its key it cannot be found.
        if (error instanceof Unfindable) return { kind: 'perhaps', reason };
        return unclear(reason);
    }
  }

  /** Classifies a failed read of history. */
  function seenOf(problem: SlackProblem | null, { doubts }: Look): Seen {
    const reason = problem?.code ?? 'no_answer';
    switch (problem?.class) {
      case 'channel':
        return unreadable.has(reason)
          ? { kind: 'perhaps', reason }
          : { kind: 'closed', reason, notices: notices(reason) };
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
    return { kind: 'unread', reason, afterMs: backoffMs(doubts[0] ?? { attempt: 0 }, longestUnreadMs) };
  }

  function backoffMs({ attempt }: Pick<Doubt, 'attempt'>, most = longestBackoffMs): number {
    return Math.min(most, firstBackoffMs * 2 ** Math.min(attempt, 20)) * (0.5 + random() / 2);
  }

  /** A message that is not there any more counts as deleted. */
  function removalOf(error: unknown, tries: number): ErasingOutcome {
    const problem = slackProblem(error);
    if (problem === null) return { afterMs: longestRemovalMs };
    switch (problem.class) {
      case 'gone':
        // Slack says so as well of a message that it will not let us delete.
        return problem.code === 'cant_delete_message' ? { code: problem.code } : 'gone';
      case 'retry':
      case 'unclear':
      case 'workspace':
        return { afterMs: problem.retryAfterMs ?? backoffMs({ attempt: tries }, longestRemovalMs) };
      default:
        return tries < removalTries ? { afterMs: longestRemovalMs } : { code: problem.code };
    }
  }

  return {
    whoAmI,
    async remove({ ts, conversation, channel, tries }) {
      // Perhaps posted, and not found since.
      if (ts === null) return { code: 'not_found_in_slack' };
      try {
        await client.chat.delete({ token, channel: conversation ?? channel, ts });
        return 'gone';
      } catch (error) {
        return removalOf(error, tries);
      }
    },
    async send(claim, mayPost) {
      // The first message was never posted, so there is no thread.
      if (claim.isReply && claim.threadTs === null) return { kind: 'dead', reason: 'no_first_message' };
      try {
        return await (claim.action === 'post' ? post(claim, mayPost) : update(claim));
      } catch (error) {
        me = null;
        return outcomeOf(error, claim);
      }
    },
    async look(look) {
      try {
        return await readHistory(look);
      } catch (error) {
        me = null;
        return seenOf(slackProblem(error), look);
      }
    },
  };
}

async function problemIn(call: Promise<unknown>): Promise<SlackProblem | null> {
  return call.then(() => null, slackProblem);
}

function noThread(): SlackRefusal {
  return new SlackRefusal({ class: 'gone', code: 'thread_not_found' });
}

/**
 * Inspects the message that Slack returns for a post: it has no `thread_ts` outside of a thread.
 */
function isOutOfThread(message: unknown): boolean {
  return typeof message === 'object' && message !== null && !('thread_ts' in message);
}

function pageOf(answer: { messages?: unknown; response_metadata?: { next_cursor?: string } }): Page {
  return {
    messages: Array.isArray(answer.messages) ? (answer.messages as readonly HistoryMessage[]) : [],
    cursor: answer.response_metadata?.next_cursor ?? '',
  };
}

/** The call failed without our metadata, so the message cannot be recognised in history. */
class Unfindable extends Error {
  override readonly name = 'Unfindable';

  constructor(cause: unknown) {
    super('without metadata', { cause });
  }
}
