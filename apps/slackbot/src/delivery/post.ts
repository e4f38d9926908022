/**
 * Posts and updates one message of the outbox, in plainer and plainer forms while Slack refuses its form. Each message
 * has its key in its metadata, so that we can find the message if it comes into doubt. Effects: calls the Web API
 * through the client. Errors: the client's.
 */
import type { Claim, Outcome } from '@leadbell/store';
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
import { unclear, Unfindable } from './outcomes.ts';
import { metadataOf } from './search.ts';

export interface PostOptions {
  readonly client: WebClient;
  readonly token: string;
  /** Records of the client's calls. */
  readonly calls: Pick<Calls, 'slackNow' | 'sawPost'>;
  /** After a call with an unclear result, it takes at most this long until history shows the result. */
  readonly graceMs: number;
  /** The words to add to a message when Slack accepts only a plainer form of it. */
  readonly rest: RestWords;
}

const takeBackTries = 3;
/** After this many attempts, a reply is posted without checking its thread first. */
const lookTries = 3;
/** For `mayPost`, see `Outbound.send`. */
export async function post(claim: Claim, mayPost: () => boolean, options: PostOptions): Promise<Outcome> {
  const { client, token, calls, rest } = options;
  const channel = await conversationOf(claim, options);
  const { key, version } = claim;
  const shown = await keepThread(claim, channel, options);
  const { reply_broadcast: isBroadcast } = claim.payload as { readonly reply_broadcast?: unknown };
  const said = await sayForms(claim, rest, mayPost, ({ text, blocks, metadata }) =>
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
  if (typeof ts !== 'string') return unclear('no_ts', options);
  calls.sawPost(ts);
  if (claim.threadTs !== null && isOutOfThread(message)) {
    await takeBack(channel, ts, options);
    throw noThread();
  }
  return { kind: 'sent', ts, version, conversation: channel, ...how, ...shown };
}

export async function update(claim: Claim, options: PostOptions): Promise<Outcome> {
  const { client, token, rest } = options;
  const channel = await conversationOf(claim, options);
  const ts = claim.ts ?? '';
  const said = await sayForms(
    claim,
    rest,
    () => true,
    // Send empty blocks, because Slack would keep the old ones if they were omitted.
    ({ text, blocks }) => client.apiCall('chat.update', { text, blocks: blocks ?? [], token, channel, ts }),
  );
  const { plainerFor } = said ?? {};
  const how = plainerFor === undefined ? {} : { plainerFor };
  return { kind: 'sent', ts, version: claim.version, conversation: channel, ...how };
}

/**
 * Returns the conversation's id, which is needed to read history. The id of a direct message is not the
 * person's id. If this call fails, nothing has been posted yet.
 */
export async function conversationOf(
  { conversation, channel }: Pick<Claim, 'conversation' | 'channel'>,
  { client, token }: Pick<PostOptions, 'client' | 'token'>,
): Promise<string> {
  if (conversation !== null || !/^[UW]/.test(channel)) return conversation ?? channel;
  const { channel: opened } = await client.conversations.open({ token, users: channel }).catch((error: unknown) => {
    const problem = slackProblem(error);
    throw problem?.class === 'unclear' ? new SlackRefusal({ ...problem, class: 'retry' }) : error;
  });
  return opened?.id ?? channel;
}

/**
 * Posts the message, in plainer and plainer forms while Slack refuses its form. Slack posts nothing when it refuses.
 * Returns null as soon as `mayPost` returns false, because another process may have taken over.
 */
async function sayForms(
  claim: Claim,
  rest: RestWords,
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

/**
 * Checks before a reply that the thread's first message still exists: if it was deleted, Slack posts the reply in the
 * channel. The check does not use up the quota for history, and only a definite answer counts. If an update of the
 * first message is pending, sends that update instead, and checks only if its result does not show whether the message
 * exists.
 */
async function keepThread(
  { threadTs, thread, attempt }: Claim,
  channel: string,
  { client, token }: PostOptions,
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

/** Deletes a reply that Slack posted to the channel because the thread's first message was deleted at that moment. */
async function takeBack(channel: string, ts: string, { client, token }: PostOptions): Promise<void> {
  for (let left = takeBackTries; left > 0; left -= 1) {
    const isDone = await client.chat.delete({ token, channel, ts }).then(
      () => true,
      (error: unknown) => slackProblem(error)?.class === 'gone',
    );
    if (isDone) return;
  }
}

async function problemIn(call: Promise<unknown>): Promise<SlackProblem | null> {
  return call.then(() => null, slackProblem);
}

function noThread(): SlackRefusal {
  return new SlackRefusal({ class: 'gone', code: 'thread_not_found' });
}

/** Whether the message that Slack returns for a post is outside a thread: then it has no `thread_ts`. */
function isOutOfThread(message: unknown): boolean {
  return typeof message === 'object' && message !== null && !('thread_ts' in message);
}
