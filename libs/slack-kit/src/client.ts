/**
 * Slack's Web API client, as we use it. Effects: sends HTTP through the given transport, and through `fetch` for files
 * and for Bolt's calls. Answers are read here before the client gets them, because the client takes a gateway's HTML
 * page for an error code, and drops a `Retry-After` that is a date.
 */
import {
  type WebAPICallResult,
  WebAPIPlatformError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { refusedTokenCodes } from './codes.ts';
import { problemOf, SlackRefusal } from './errors.ts';
import { rateLimit } from './rate-limit.ts';
import type { SlackAnswer, Transport } from './transport.ts';

export interface ClientSettings {
  /** The address ends with a slash; null means Slack's own. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  /** Called when a call begins; the function that it returns is called when the call ends. */
  readonly onCall?: OnCall;
}

/** Calls without files use the transport. */
export interface LeanSettings extends ClientSettings {
  readonly transport: Transport;
  /** Given if tokens may change. Each call then asks which token to send. */
  readonly tokens?: Tokens;
}

export interface Tokens {
  /** Takes a token that was given at the start. Returns the token that is now used in its place. */
  present(token: string): string;
  /** Looks for a newer token. Call it when Slack refuses the current one. */
  lookAgain(): void | Promise<void>;
}

export type OnCall = (method: string) => (result: CallResult) => void;

export type CallResult = 'ok' | 'refused' | 'rate_limited' | 'unclear' | 'no_answer';

type Fetch = NonNullable<WebClientOptions['fetch']>;

const slackApiUrl = 'https://slack.com/api/';
const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };

/** The client must not retry by itself, because a message that was posted but not confirmed would appear twice. */
export function clientOptions(
  { apiUrl, timeoutMs, fetch, onCall }: ClientSettings,
  logger: WebClientOptions['logger'],
) {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: carefully(fetch, apiUrl ?? slackApiUrl, onCall),
    ...(logger === undefined ? {} : { logger }),
  };
}

export function createClient(settings: LeanSettings, logger: WebClientOptions['logger']): WebClient {
  return new LeanClient(settings, logger);
}

/**
 * Makes calls without the client's queue, retries and log lines. Our log drops those lines anyway; each has the whole
 * body twice, and building it takes longer than the call. Calls with files use the client's own code.
 */
class LeanClient extends WebClient {
  readonly #settings: LeanSettings;
  readonly #logger: WebClientOptions['logger'];

  constructor(settings: LeanSettings, logger: WebClientOptions['logger']) {
    super(undefined, clientOptions(settings, logger));
    this.#settings = settings;
    this.#logger = logger;
  }

  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    if (method === 'files.uploadV2' || Object.values(options).some((value) => Buffer.isBuffer(value)))
      return super.apiCall(method, { ...options, token: this.#present(options['token']) });
    const { token, ...rest } = options;
    const { answer, scopes } = await this.#signed(method, token, rest);
    const { warnings = [], messages = [] } = answer.response_metadata ?? {};
    for (const warning of [...warnings, ...messages]) this.#logger?.warn(warning);
    if (!answer.ok) throw new WebAPIPlatformError(answer as WebAPICallResult & { error: string });
    return {
      ...answer,
      response_metadata: { ...answer.response_metadata, ...(scopes === undefined ? {} : { scopes }) },
    };
  }

  #present(token: unknown): unknown {
    const { tokens } = this.#settings;
    return tokens === undefined || typeof token !== 'string' ? token : tokens.present(token);
  }

  /**
   * If Slack refuses the token and there is a newer one, the call is made once more. This can't do anything twice,
   * because a refused call has done nothing.
   */
  async #signed(method: string, given: unknown, body: Record<string, unknown>) {
    const { tokens } = this.#settings;
    if (tokens === undefined || typeof given !== 'string') return this.#send(method, given, body);
    const token = tokens.present(given);
    const sent = await this.#send(method, token, body);
    if (sent.answer.ok || !refusedTokenCodes.has((sent.answer as { readonly error?: unknown }).error)) return sent;
    await tokens.lookAgain();
    const newer = tokens.present(given);
    return newer === token ? sent : this.#send(method, newer, body);
  }

  async #send(method: string, token: unknown, body: Record<string, unknown>) {
    const { apiUrl, timeoutMs, transport, onCall } = this.#settings;
    const ended = onCall?.(method);
    let result: CallResult = 'no_answer';
    try {
      const response = await transport(`${apiUrl ?? slackApiUrl}${method}`, {
        headers: typeof token === 'string' ? { ...headers, authorization: `Bearer ${token}` } : headers,
        body: formOf(body),
        timeoutMs,
      });
      result = response.status === 429 ? 'rate_limited' : 'unclear';
      const answer = await readCall(response);
      result = answer.ok ? 'ok' : 'refused';
      return {
        answer,
        scopes: response.headers
          .get('x-oauth-scopes')
          ?.trim()
          .split(/\s*,\s*/),
      };
    } catch (error) {
      if (error instanceof SlackRefusal) throw error;
      this.#logger?.warn('http request failed');
      throw new WebAPIRequestError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      ended?.(result);
    }
  }
}

/** Encodes a form; objects become JSON, and absent values are left out. */
function formOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed())}`,
    )
    .join('&');
}

/** Reads the answer to its end, because an answer that breaks off counts as no answer. */
async function readCall(response: SlackAnswer): Promise<WebAPICallResult> {
  if (response.status === 429) throw new SlackRefusal(rateLimit(response.headers));
  const body = await response.text();
  if (response.status !== 200) throw new SlackRefusal({ class: 'unclear', code: `http_${response.status}` });
  return readAnswer(body);
}

function carefully(send: ClientSettings['fetch'], apiUrl: string, onCall: ClientSettings['onCall']): Fetch {
  return async (url, init) => {
    const isCall = String(url).startsWith(apiUrl);
    const ended = isCall ? onCall?.(String(url).slice(apiUrl.length)) : undefined;
    let result: CallResult = 'no_answer';
    try {
      // A redirect could carry the token or a message to another host.
      const response = await send(url, { ...init, redirect: 'manual' });
      // Addresses for uploads answer with plain words.
      if (!isCall) return response;
      result = response.status === 429 ? 'rate_limited' : 'unclear';
      if (response.status === 429) throw new SlackRefusal(rateLimit(response.headers));
      if (response.status !== 200) return response;
      // Reads the answer to its end, because an answer that breaks off counts as no answer.
      const body = await response.text();
      result = readAnswer(body).ok ? 'ok' : 'refused';
      return new Response(body, { headers: response.headers });
    } finally {
      ended?.(result);
    }
  };
}

/** Throws `SlackRefusal` if the body is not an answer of Slack's. */
function readAnswer(body: string): WebAPICallResult {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw new SlackRefusal({ class: 'unclear', code: 'no_json' });
  }
  const { ok, error } = (answer ?? {}) as { readonly ok?: unknown; readonly error?: unknown };
  if (typeof ok !== 'boolean') throw new SlackRefusal({ class: 'unclear', code: 'no_json' });
  if (!ok && typeof error !== 'string') throw new SlackRefusal(problemOf('no_code'));
  if (!ok && !/^\w{1,60}$/.test(String(error))) throw new SlackRefusal(problemOf('unreadable_code'));
  return answer as WebAPICallResult;
}
