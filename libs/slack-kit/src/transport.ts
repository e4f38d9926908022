/**
 * Sends HTTP posts to Slack: calls of its Web API, and answers to addresses that it gave. Connections are kept open,
 * and `node:http` is used because `fetch` takes several times as long. Redirects are not followed, because one could
 * carry a token or an answer to another host. Posts use the same proxy as `fetch` (`--use-env-proxy`).
 * Effects: sends HTTP, and a post with `mayRepeat` perhaps twice. Throws the connection's errors; an answer that is late
 * or breaks off is an error too.
 */
import {
  Agent as HttpAgent,
  type AgentOptions,
  type ClientRequest,
  globalAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';

export interface SlackRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The time limit for the whole post, including its answer; for each of two tries (see `mayRepeat`). */
  readonly timeoutMs: number;
  /** Aborts the post before its time limit. */
  readonly signal?: AbortSignal;
  /** The rest of a longer answer is dropped. Default: everything is kept. */
  readonly mostBytes?: number;
  /**
   * Whether the post is sent once more, over a new connection, if the server closes a kept connection instead of
   * answering. Nearly always the connection was closed before the post came, but the server may have done it already.
   * Default: false.
   */
  readonly mayRepeat?: boolean;
}

export interface SlackAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly text: () => Promise<string>;
}

export type Transport = (url: string, request: SlackRequest) => Promise<SlackAnswer>;

/** The codes of errors that occur if the server has closed a kept connection. */
const closedCodes: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE']);

export function createTransport(): Transport {
  const proxy = proxyOfProcess();
  // Uses the connection that was used last, which is most likely still open.
  const kept = doorsWith({ keepAlive: true, scheduling: 'lifo', ...proxy });
  const fresh = doorsWith(proxy);
  return (url, { headers, body, timeoutMs, signal, mostBytes = Infinity, mayRepeat = false }) =>
    new Promise((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) };
      let repeats = mayRepeat;
      function attempt({ plain, secure }: Doors): void {
        const { send, agent } = url.startsWith('https:') ? secure : plain;
        const request = send(url, { method: 'POST', agent, headers: { ...headers, ...length } });
        bound(request, timeoutMs, signal);
        request.on('error', (error: NodeJS.ErrnoException) => {
          if (!repeats || !request.reusedSocket || !closedCodes.has(error.code)) return reject(error);
          repeats = false;
          attempt(fresh);
        });
        request.on('response', (response) => {
          repeats = false;
          const text = read(response, mostBytes);
          // The caller gets the error when it awaits the text; without this line, Node could report the error as
          // unhandled earlier.
          text.catch(() => {});
          resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text: () => text });
        });
        request.end(body);
      }
      attempt(kept);
    });
}

type Doors = ReturnType<typeof doorsWith>;

function doorsWith(options: AgentOptions) {
  return {
    plain: { send: overHttp, agent: new HttpAgent(options) },
    secure: { send: overHttps, agent: new HttpsAgent(options) },
  };
}

/** Uses a timer and a listener, because creating signals for each call takes longer. */
function bound(request: ClientRequest, timeoutMs: number, signal: AbortSignal | undefined): void {
  const cut = (): void => void request.destroy(new Error('cut'));
  const late = setTimeout(() => request.destroy(new Error('no answer in time')), timeoutMs);
  if (signal?.aborted === true) cut();
  signal?.addEventListener('abort', cut);
  request.on('close', () => {
    clearTimeout(late);
    signal?.removeEventListener('abort', cut);
  });
}

/** Returns nothing, unless Node was started so that it uses the environment's proxies. Node's types lack `options`. */
function proxyOfProcess(): Pick<AgentOptions, 'proxyEnv'> {
  const { proxyEnv } = (globalAgent as HttpAgent & { readonly options: AgentOptions }).options;
  return proxyEnv === undefined ? {} : { proxyEnv };
}

function read(response: IncomingMessage, mostBytes: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const pieces: Buffer[] = [];
  let bytes = 0;
  response.on('data', (piece: Buffer) => {
    // The rest is read too, so that the connection can be kept.
    if (bytes < mostBytes) pieces.push(piece);
    bytes += piece.length;
  });
  response.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
  response.on('error', reject);
  response.on('close', () => reject(new Error('the answer broke off')));
  return promise;
}

function headersOf({ headers }: IncomingMessage): Pick<Headers, 'get'> {
  return {
    get(name) {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
  };
}
