/**
 * The only code that sends to Slack: messages, answers to a `response_url`, modals. Effects: sends HTTP through the
 * client and the given `post`. It sends nothing twice, with two exceptions. If Slack refused a call because of its rate
 * limit, and the wait is short, the call is sent once more after the wait. If a kept connection is closed under an
 * answer to a `response_url`, the answer is sent once more. Throws errors that `slackProblem` of `errors.ts`
 * understands.
 */
import { cutText } from '@leadbell/domain';
import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { problemOf, slackProblem, SlackRefusal } from './errors.ts';
import { firstForm, plainer } from './plainer.ts';
import type { MessageForm, RestWords } from './plainer.ts';
import { rateLimit } from './rate-limit.ts';
import type { Post } from './post.ts';
import { isResponseUrl } from './response-url.ts';
import { type Message, writtenMessage } from './render.ts';

export interface DeliveryOptions {
  readonly client: WebClient;
  readonly token: string;
  /** The address of a stand-in; null means Slack's own. */
  readonly apiUrl: string | null;
  readonly post: Post;
  /** The last line of a message that Slack accepted only in a plainer form. */
  readonly rest: RestWords;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Place {
  readonly channel: string;
  readonly user: string;
  readonly thread?: string;
}

export interface NamedPost {
  /** Returns the metadata by which the message can be found later, in a form that Slack accepts. */
  readonly metadata: (how: MessageForm['metadata']) => { readonly metadata?: object };
  /**
   * Awaited right before each call. Rejects if another process may have taken over by now. With `none` as the metadata,
   * the post can't be found later.
   */
  readonly check: (how: MessageForm['metadata']) => Promise<void>;
}

export interface Delivery {
  /** Whether the address is Slack's, so that `respond` sends to it. */
  takes(url: string): boolean;
  /** Sends a message that only the person who asked sees; with `replace`, it replaces the message that was pressed. */
  respond(url: string, message: Message, how: { readonly replace: boolean; readonly thread?: string }): Promise<void>;
  /** Sends a message that only the person who asked sees; for the case that no `response_url` works. */
  whisper(place: Place, message: Message): Promise<void>;
  /** Sends a direct message to one person. */
  direct(user: string, message: Message): Promise<void>;
  /**
   * Posts a message that everyone in the channel sees. With `named`, the message can be found again. Resolves to the
   * message's `ts` if Slack gives one.
   */
  post(place: Place, message: Message, named?: NamedPost): Promise<string | null>;
  /** Deletes a message of ours; it may already be gone. */
  remove(channel: string, ts: string): Promise<void>;
  /** Resolves to the view's id. */
  openView(triggerId: string, view: ModalView): Promise<string>;
  /** Opens a view on top of the one in which a person pressed. */
  pushView(triggerId: string, view: ModalView): Promise<string>;
  updateView(viewId: string, view: ModalView): Promise<void>;
  /**
   * Shows the view on the person's Home tab. Resolves to the hash of the view, if Slack gives one. With `hash`, Slack
   * refuses the call as expired if the tab shows another view by now.
   */
  publishView(user: string, view: HomeView, hash: string | null): Promise<string | null>;
  /**
   * Puts a file into a person's direct messages, where no one else can open it. `onId` gets Slack's id of the file, and
   * is awaited before anyone can see the file.
   */
  sendFile(user: string, file: SentFile, onId: (id: string) => Promise<void>): Promise<void>;
}

export interface SentFile {
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

const longestWaitMs = 5_000;
const maxRefusalChars = 2_000;

/** The methods of the Web API that are called; a test compares the manifest's scopes with them. */
export const methods = [
  'auth.test',
  'chat.delete',
  'chat.postMessage',
  'chat.postEphemeral',
  'conversations.open',
  'files.completeUploadExternal',
  'files.getUploadURLExternal',
  'views.open',
  'views.publish',
  'views.push',
  'views.update',
] as const;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { client, token, apiUrl, post, rest, sleep } = options;

  async function patiently<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const problem = slackProblem(error);
      const wait = problem?.class === 'retry' ? problem.retryAfterMs : undefined;
      if (wait === undefined || wait > longestWaitMs) throw error;
      await sleep(wait);
      return call();
    }
  }

  async function send(url: string, body: string): Promise<void> {
    // The address may come from a request or from a stored row.
    if (!isResponseUrl(url, apiUrl)) throw new SlackRefusal({ class: 'expired', code: 'foreign_address' });
    // Without a repetition, the answer would be sent in another way, perhaps to another place, and could also come twice.
    const answer = await post(url, { content: body, type: 'application/json; charset=utf-8', mayRepeat: true });
    if (answer.status === 429) throw new SlackRefusal(rateLimit(answer.headers));
    const said = cutText(answer.text, maxRefusalChars);
    const isOk = answer.status >= 200 && answer.status < 300;
    if (isOk && isBrief(said)) return;
    const code = refusalOf(said);
    if (code !== null) throw new SlackRefusal(problemOf(code));
    if (isOk && parsed(said)?.ok === true) return;
    if (isOk) throw new SlackRefusal({ class: 'unclear', code: 'no_json' });
    const isOld = answer.status === 404 || answer.status === 410;
    throw new SlackRefusal({ class: isOld ? 'expired' : 'unclear', code: `http_${answer.status}` });
  }

  async function upload(url: string, bytes: Uint8Array): Promise<void> {
    const isSafe = URL.canParse(url) && (apiUrl !== null || new URL(url).protocol === 'https:');
    if (!isSafe) throw new SlackRefusal({ class: 'expired', code: 'foreign_address' });
    const answer = await post(url, { content: bytes });
    if (answer.status !== 200) throw new SlackRefusal({ class: 'unclear', code: `http_${answer.status}` });
  }

  return {
    takes: (url) => isResponseUrl(url, apiUrl),
    respond: (url, message, { replace, thread }) => {
      const how = {
        response_type: 'ephemeral',
        replace_original: replace,
        // If the message replaces another one, it stays in that message's thread.
        ...(thread === undefined || replace ? {} : { thread_ts: thread }),
      };
      const body = `${JSON.stringify(how).slice(0, -1)},${writtenMessage(message)}}`;
      return patiently(() => send(url, body));
    },
    whisper: async ({ channel, user, thread }, { text, blocks }) => {
      await patiently(() =>
        client.chat.postEphemeral({
          token,
          channel,
          user,
          text,
          blocks,
          ...(thread === undefined ? {} : { thread_ts: thread }),
        }),
      );
    },
    direct: async (user, { text, blocks }) => {
      const { channel } = await client.conversations.open({ token, users: user });
      const to = channel?.id;
      if (to === undefined) throw new SlackRefusal(problemOf('no_id'));
      await patiently(() => client.chat.postMessage({ token, channel: to, text, blocks }));
    },
    post: async ({ channel, thread }, message, named) => {
      const where = thread === undefined ? { channel } : { channel, thread_ts: thread };
      for (let form = firstForm(message); ;) {
        const { text, blocks } = form;
        const content = { text, ...(blocks === null ? {} : { blocks }) };
        try {
          const { ts } = (await patiently(async () => {
            await named?.check(form.metadata);
            return client.apiCall('chat.postMessage', {
              token,
              ...where,
              ...content,
              ...named?.metadata(form.metadata),
              unfurl_links: false,
              unfurl_media: false,
            });
          })) as { readonly ts?: unknown };
          return typeof ts === 'string' ? ts : null;
        } catch (error) {
          const next = plainer(form, slackProblem(error), rest);
          if (next === null) throw error;
          form = next;
        }
      }
    },
    remove: async (channel, ts) => {
      try {
        await patiently(() => client.chat.delete({ token, channel, ts }));
      } catch (error) {
        if (slackProblem(error)?.code !== 'message_not_found') throw error;
      }
    },
    openView: async (triggerId, view) => {
      const { view: opened } = await client.views.open({ token, trigger_id: triggerId, view });
      if (opened?.id === undefined) throw new SlackRefusal(problemOf('no_id'));
      return opened.id;
    },
    pushView: async (triggerId, view) => {
      const { view: pushed } = await client.views.push({ token, trigger_id: triggerId, view });
      if (pushed?.id === undefined) throw new SlackRefusal(problemOf('no_id'));
      return pushed.id;
    },
    sendFile: async (user, { name, title, content }, onId) => {
      const { channel } = await client.conversations.open({ token, users: user });
      const bytes = new TextEncoder().encode(content);
      const given = await client.files.getUploadURLExternal({ token, filename: name, length: bytes.length });
      const { upload_url: url, file_id: id } = given;
      if (channel?.id === undefined || url === undefined || id === undefined)
        throw new SlackRefusal(problemOf('no_id'));
      await onId(id);
      await upload(url, bytes);
      await client.files.completeUploadExternal({ token, files: [{ id, title }], channel_id: channel.id });
    },
    publishView: async (user, view, hash) => {
      const { view: shown } = await patiently(() =>
        client.views.publish({ token, user_id: user, view, ...(hash === null ? {} : { hash }) }),
      );
      return shown?.hash ?? null;
    },
    updateView: async (viewId, view) => {
      await patiently(() => client.views.update({ token, view_id: viewId, view }));
    },
  };
}

/**
 * A `response_url` answers with `ok`, `{"ok":true}`, `{"ok":false,"error":"…"}`, a bare code, or nothing. Anything
 * else, such as a gateway's page, is not an answer.
 */
function isBrief(said: string): boolean {
  return ['', 'ok'].includes(said.trim());
}

function refusalOf(said: string): string | null {
  const text = said.trim();
  if (/^[a-z_]{3,60}$/.test(text)) return text;
  const answer = parsed(text);
  if (answer?.ok !== false) return null;
  return typeof answer.error === 'string' ? answer.error : 'no_code';
}

function parsed(text: string): { readonly ok?: unknown; readonly error?: unknown } | null {
  try {
    return JSON.parse(text) as { ok?: unknown; error?: unknown } | null;
  } catch {
    return null;
  }
}
