/**
 * Slack's Web API client, as we use it. Effects: HTTP by the `fetch` that it is handed.
 * Its answers are read here before it sees them: the client takes a page of a gateway for an error code, and drops a `Retry-After` that is a date.
 */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { problemOf, SlackRefusal } from './errors.ts';
import { rateLimit } from './rate-limit.ts';

export interface ClientSettings {
  /** Ends with a slash; null is Slack's own. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

type Fetch = NonNullable<WebClientOptions['fetch']>;

const slackApiUrl = 'https://slack.com/api/';

/** Nothing is sent again by itself: a message that was posted and not confirmed would be there twice. */
export function clientOptions({ apiUrl, timeoutMs, fetch }: ClientSettings, logger: WebClientOptions['logger']) {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    fetch: carefully(fetch, apiUrl ?? slackApiUrl),
    ...(logger === undefined ? {} : { logger }),
  };
}

export function createClient(settings: ClientSettings, logger: WebClientOptions['logger']): WebClient {
  return new WebClient(undefined, clientOptions(settings, logger));
}

function carefully(send: ClientSettings['fetch'], apiUrl: string): Fetch {
  return async (url, init) => {
    const response = await send(url, init);
    // Addresses for uploads answer in words.
    if (!String(url).startsWith(apiUrl)) return response;
    if (response.status === 429) throw new SlackRefusal(rateLimit(response.headers));
    if (response.status !== 200) return response;
    // To its end: an answer that is cut is none.
    return new Response(readAnswer(await response.text()), { headers: response.headers });
  };
}

/** The body of an answer. Throws `SlackRefusal` for what is none. */
function readAnswer(body: string): string {
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
  return body;
}
