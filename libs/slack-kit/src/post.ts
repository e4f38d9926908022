/**
 * Posts to addresses that Slack gave, such as a `response_url`. Connections are kept for the next post, and nothing is
 * built for a post but its request: `fetch` costs several times as much. Redirects are not followed: one could carry an
 * answer to another host. Effects: HTTP. Errors: `no_answer`, without the address, which is a secret.
 */
import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { SlackRefusal } from './errors.ts';

export interface Posted {
  readonly status: number;
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** Its beginning, if it is longer than any answer of Slack's. */
  readonly text: string;
}

export interface PostBody {
  readonly content: string | Uint8Array;
  readonly type?: string;
}

export type Post = (url: string, body: PostBody) => Promise<Posted>;

const mostBytes = 8_000;

/** `timeoutMs`: for the whole post, its answer included. */
export function createPost(timeoutMs: number): Post {
  return (url, { content, type }) =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new SlackRefusal({ class: 'unclear', code: 'no_answer' }));
      let request: ClientRequest;
      try {
        const to = new URL(url);
        request = (to.protocol === 'https:' ? overHttps : overHttp)(to, {
          method: 'POST',
          headers: {
            'content-length': Buffer.byteLength(content),
            ...(type === undefined ? {} : { 'content-type': type }),
          },
        });
      } catch {
        fail();
        return;
      }
      const late = setTimeout(() => request.destroy(), timeoutMs);
      request.on('close', () => clearTimeout(late));
      request.on('error', fail);
      request.on('response', (response) => void read(response).then(resolve, fail));
      request.end(content);
    });
}

async function read(response: IncomingMessage): Promise<Posted> {
  const { statusCode: status = 0, headers } = response;
  const pieces: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  response.on('data', (piece: Buffer) => {
    // The rest is read as well, so that the connection can be kept.
    if (bytes < mostBytes) pieces.push(piece);
    bytes += piece.length;
  });
  response.on('end', resolve).on('error', reject).on('close', reject);
  await promise;
  return { status, headers, text: Buffer.concat(pieces).toString('utf8') };
}
