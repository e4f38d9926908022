/** Slack's Web API client, as we use it. Effects: none until it is called. */
import { WebClient, type WebClientOptions } from '@slack/web-api';

export interface ClientSettings {
  /** Ends with a slash; null is Slack's own. */
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
}

/** Nothing is sent again by itself: a message that was posted and not confirmed would be there twice. */
export function clientOptions({ apiUrl, timeoutMs }: ClientSettings, logger: WebClientOptions['logger']) {
  return {
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    ...(logger === undefined ? {} : { logger }),
  };
}

export function createClient(settings: ClientSettings, logger: WebClientOptions['logger']): WebClient {
  return new WebClient(undefined, clientOptions(settings, logger));
}
