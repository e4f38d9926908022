/**
 * HTTP posts to Slack: calls of its Web API, and answers to addresses that it gave. Connections are kept, and nothing is
 * built for a post but its request and its answer: `fetch` costs several times as much. Redirects are not followed: one
 * could carry a token or an answer to another host. It uses the proxy that `fetch` uses (`--use-env-proxy`).
 * Effects: HTTP. Errors: those of the connection; an answer that is late or breaks off is an error.
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
  /** For the whole post, its answer included. */
  readonly timeoutMs: number;
  /** Ends it before that. */
  readonly signal?: AbortSignal;
  /** The rest of a longer answer is dropped. Default: all is kept. */
  readonly mostBytes?: number;
}

export interface SlackAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly text: () => Promise<string>;
}

export type Transport = (url: string, request: SlackRequest) => Promise<SlackAnswer>;

export function createTransport(): Transport {
  // The last connection that was used is warm.
  const options: AgentOptions = { keepAlive: true, scheduling: 'lifo', ...proxyOfProcess() };
  const plain = { send: overHttp, agent: new HttpAgent(options) };
  const secure = { send: overHttps, agent: new HttpsAgent(options) };
  return (url, { headers, body, timeoutMs, signal, mostBytes = Infinity }) =>
    new Promise((resolve, reject) => {
      const { send, agent } = url.startsWith('https:') ? secure : plain;
      const length = { 'content-length': Buffer.byteLength(body) };
      const request = send(url, { method: 'POST', agent, headers: { ...headers, ...length } });
      bound(request, timeoutMs, signal);
      request.on('error', reject);
      request.on('response', (response) => {
        const text = read(response, mostBytes);
        // Its failure is the reader's.
        text.catch(() => {});
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text: () => text });
      });
      request.end(body);
    });
}

/** A timer and a listener: signals made for each call cost more. */
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

/** Nothing, unless Node was started with proxies of the environment switched on. Node's types lack `options`. */
function proxyOfProcess(): Pick<AgentOptions, 'proxyEnv'> {
  const { proxyEnv } = (globalAgent as HttpAgent & { readonly options: AgentOptions }).options;
  return proxyEnv === undefined ? {} : { proxyEnv };
}

function read(response: IncomingMessage, mostBytes: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const pieces: Buffer[] = [];
  let bytes = 0;
  response.on('data', (piece: Buffer) => {
    // The rest is read as well, so that the connection can be kept.
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
