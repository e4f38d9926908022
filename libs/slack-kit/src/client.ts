/**
 * Slack's Web API client, as we use it. Effects: HTTP through the given `fetch`.
 * Answers are read here before the client sees them, because it takes a gateway's HTML page for an error code, and
 * drops a `Retry-After` that is a date.
 */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { problemOf, SlackRefusal } from './errors.ts';
import { rateLimit } from './rate-limit.ts';

export interface ClientSettings {
  /** Ends with a slash; null means Slack's own. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  /** Called when a call begins; what it returns, when the call ends. */
  readonly onCall?: OnCall;
}

export type OnCall = (method: string) => (result: CallResult) => void;

export type CallResult = 'ok' | 'refused' | 'rate_limited' | 'unclear' | 'no_answer';

type Fetch = NonNullable<WebClientOptions['fetch']>;

const slackApiUrl = 'https://slack.com/api/';

/** The client must not retry by itself: a message that was posted but not confirmed would appear twice. */
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

export function createClient(settings: ClientSettings, logger: WebClientOptions['logger']): WebClient {
  return new WebClient(undefined, clientOptions(settings, logger));
}

function carefully(send: ClientSettings['fetch'], apiUrl: string, onCall: ClientSettings['onCall']): Fetch {
  return async (url, init) => {
    const isCall = String(url).startsWith(apiUrl);
    const ended = isCall ? onCall?.(String(url).slice(apiUrl.length)) : undefined;
    let result: CallResult = 'no_answer';
    try {
      // A redirect could carry the token or a message to another host.
      const response = await send(url, { ...init, redirect: 'manual' });
      // Upload addresses answer in plain words.
      if (!isCall) return response;
      result = response.status === 429 ? 'rate_limited' : 'unclear';
      if (response.status === 429) throw new SlackRefusal(rateLimit(response.headers));
      if (response.status !== 200) return response;
      // Reads it to the end: a truncated answer is not an answer.
      const { body, isOk } = readAnswer(await response.text());
      result = isOk ? 'ok' : 'refused';
      return new Response(body, { headers: response.headers });
    } finally {
      ended?.(result);
    }
  };
}

/** Throws `SlackRefusal` if the body is no answer. */
function readAnswer(body: string): { readonly body: string; readonly isOk: boolean } {
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
  return { body, isOk: ok };
}
