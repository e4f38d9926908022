/**
 * Sends messages of the outbox to Slack. Tries each claim once and returns the result. Also reads history, one page for
 * each look. Effects: calls the Web API through the client. Errors: only those of `whoAmI`; all other failures are
 * results.
 */
import type { Claim, DuePlace, ErasingOutcome, Look, Outcome, Seen } from '@leadbell/store';
import { slackProblem } from '@leadbell/slack-kit';
import { outcomeOf, type OutcomeOptions, removalOf, seenOf } from './outcomes.ts';
import { post, type PostOptions, update } from './post.ts';
import { readHistory } from './read-history.ts';

export type OutboundOptions = PostOptions & Omit<OutcomeOptions, 'calls'>;

export interface Outbound {
  /** `mayPost` is checked right before each post, because another process may have taken over by then. */
  send(claim: Claim, mayPost: () => boolean): Promise<Outcome>;
  look(look: Look): Promise<Seen>;
  /** Deletes a message or a file of ours. */
  remove(place: DuePlace): Promise<ErasingOutcome>;
  /** Returns the ids of the workspace and of our bot, and the token's scopes. Throws the Slack client's errors. */
  whoAmI(): Promise<Identity>;
}

export interface Identity {
  readonly workspace: string;
  readonly botId: string | null;
  readonly botUserId: string | null;
  /** The token's scopes; null if Slack does not say. */
  readonly scopes: readonly string[] | null;
}

/** The methods of the Web API that the outbound calls. */
export const outboundMethods = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'chat.getPermalink',
  'chat.delete',
  'conversations.open',
  'conversations.history',
  'conversations.replies',
  'files.delete',
] as const;

export function createOutbound(options: OutboundOptions): Outbound {
  const { client, token } = options;
  let me: Promise<Identity> | null = null;

  async function whoAmI(): Promise<Identity> {
    const {
      team_id: workspace = '',
      bot_id: botId = null,
      user_id: botUserId = null,
      response_metadata: headers,
    } = await client.auth.test({ token });
    return { workspace, botId, botUserId, scopes: headers?.scopes ?? null };
  }

  return {
    whoAmI,
    async remove({ kind, ref, ts, conversation, channel, tries }) {
      try {
        if (kind === 'file') await client.files.delete({ token, file: ref });
        // The message may have been posted, but was never found.
        else if (ts === null) return { code: 'not_found_in_slack' };
        else await client.chat.delete({ token, channel: conversation ?? channel, ts });
        return 'gone';
      } catch (error) {
        return removalOf(error, tries, options);
      }
    },
    async send(claim, mayPost) {
      // The thread's first message was never posted, so there is no thread.
      if (claim.isReply && claim.threadTs === null) return { kind: 'dead', reason: 'no_first_message' };
      try {
        return await (claim.action === 'post' ? post(claim, mayPost, options) : update(claim, options));
      } catch (error) {
        me = null;
        return outcomeOf(error, claim, options);
      }
    },
    async look(look) {
      try {
        const { botId } = await (me ??= whoAmI());
        return await readHistory(look, botId, options);
      } catch (error) {
        me = null;
        return seenOf(slackProblem(error), look, options);
      }
    },
  };
}
