/**
 * HTTP for calls to Slack's Web API: connections are kept, and nothing is built for a call but its request and its
 * answer. `fetch` costs several times as much. Redirects are not followed. It uses the proxy that `fetch` uses
 * (`--use-env-proxy`). Effects: HTTP. Errors: those of the connection; an answer that breaks off is an error.
 */
import {
  Agent as HttpAgent,
  type AgentOptions,
  globalAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';

/** As much of a request as a call needs; `fetch` takes it too. */
export interface CallRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** As much of a `Response` as a call needs. */
export interface CallAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly text: () => Promise<string>;
}

export type Transport = (url: string, request: CallRequest) => Promise<CallAnswer>;

export function createTransport(): Transport {
  // The last connection that was used is warm.
  const options: AgentOptions = { keepAlive: true, scheduling: 'lifo', ...proxyOfProcess() };
  const plain = { send: overHttp, agent: new HttpAgent(options) };
  const secure = { send: overHttps, agent: new HttpsAgent(options) };
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const { send, agent } = url.startsWith('https:') ? secure : plain;
      const length = { 'content-length': Buffer.byteLength(body) };
      const request = send(url, { method, agent, signal, headers: { ...headers, ...length } });
      request.on('error', reject);
      request.on('response', (response) => {
        const text = read(response);
        // Its failure is the reader's.
        text.catch(() => {});
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text: () => text });
      });
      request.end(body);
    });
}

/** Nothing, unless Node was started with proxies of the environment switched on. Node's types lack `options`. */
function proxyOfProcess(): Pick<AgentOptions, 'proxyEnv'> {
  const { proxyEnv } = (globalAgent as HttpAgent & { readonly options: AgentOptions }).options;
  return proxyEnv === undefined ? {} : { proxyEnv };
}

function read(response: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (piece: string) => (text += piece));
  response.on('end', () => (response.complete ? resolve(text) : reject(new Error('the answer broke off'))));
  response.on('error', reject);
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
