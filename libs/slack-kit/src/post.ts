/**
 * Posts to addresses that Slack gave, such as a `response_url`. Effects: sends HTTP through the transport. Throws
 * `no_answer`, without the address, which is a secret.
 */
import { SlackRefusal } from './errors.ts';
import type { SlackAnswer, Transport } from './transport.ts';

export interface Posted extends Pick<SlackAnswer, 'status' | 'headers'> {
  /** The text of the answer; only its beginning if it is longer than any answer of Slack's. */
  readonly text: string;
}

export interface PostBody {
  readonly content: string | Uint8Array;
  readonly type?: string;
  /** See `SlackRequest`. */
  readonly mayRepeat?: boolean;
}

export type Post = (url: string, body: PostBody) => Promise<Posted>;

const mostBytes = 8_000;

/** `timeoutMs`: the time limit for the whole post, including its answer. */
export function createPost(send: Transport, timeoutMs: number): Post {
  return async (url, { content, type, mayRepeat = false }) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    try {
      const answer = await send(url, { headers, body: content, timeoutMs, mostBytes, mayRepeat });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    } catch {
      throw new SlackRefusal({ class: 'unclear', code: 'no_answer' });
    }
  };
}
