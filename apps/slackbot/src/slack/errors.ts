/**
 * Slack's error codes in classes, one table: what each means for us. Pure.
 * `retry`: nothing was done, a later try can help. `unclear`: it may have been done. `channel`: this place is closed to us. `auth`: the app's installation is wrong.
 * `expired`: the button or the answer's address is too old. `ours`: what we sent is wrong.
 */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

export type SlackErrorClass = 'retry' | 'unclear' | 'channel' | 'auth' | 'expired' | 'ours';

export interface SlackProblem {
  readonly class: SlackErrorClass;
  /** Slack's code, or what stands for it. Safe to log. */
  readonly code: string;
  readonly retryAfterMs?: number;
}

const codes: Readonly<Record<SlackErrorClass, readonly string[]>> = {
  retry: ['ratelimited', 'rate_limited', 'message_limit_exceeded', 'service_unavailable', 'team_added_to_org'],
  unclear: ['internal_error', 'fatal_error', 'request_timeout', 'http_error', 'no_answer'],
  channel: [
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'user_not_in_channel',
    'messages_tab_disabled',
    'cannot_dm_bot',
    'thread_not_found',
  ],
  auth: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'no_permission',
    'missing_scope',
    'not_allowed_token_type',
    'ekm_access_denied',
    'org_login_required',
    'team_access_not_granted',
    'access_denied',
  ],
  expired: [
    'trigger_expired',
    'expired_trigger_id',
    'trigger_exchanged',
    'exchanged_trigger_id',
    'expired_url',
    'used_url',
    'not_found',
    'view_not_found',
    'hash_conflict',
  ],
  ours: [
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'invalid_arguments',
    'invalid_trigger_id',
    'view_too_large',
    'duplicate_external_id',
    'push_limit_reached',
    'cannot_parse_attachment',
    'invalid_payload',
  ],
};

const classes: ReadonlyMap<string, SlackErrorClass> = new Map(
  Object.entries(codes).flatMap(([name, list]) => list.map((code) => [code, name as SlackErrorClass] as const)),
);

/** `null` when the error is not Slack's. */
export function slackProblem(error: unknown): SlackProblem | null {
  if (error instanceof SlackRefusal) return error.problem;
  if (error instanceof WebAPIRateLimitedError)
    return { class: 'retry', code: 'ratelimited', retryAfterMs: error.retryAfter * 1_000 };
  if (error instanceof WebAPIPlatformError) return problemOf(error.data.error);
  if (error instanceof WebAPIHTTPError) return { class: 'unclear', code: `http_${error.statusCode}` };
  if (error instanceof WebAPIRequestError) return { class: 'unclear', code: 'no_answer' };
  return null;
}

/** A code that is not in the table is taken for a mistake of ours: it must be looked at. */
export function problemOf(code: string): SlackProblem {
  const safe = /^\w{1,60}$/.test(code) ? code : 'unreadable_code';
  return { class: classes.get(safe) ?? 'ours', code: safe };
}

/** What `response_url` answers, which the Web API's client does not ask. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly problem: SlackProblem;

  constructor(problem: SlackProblem) {
    super(`Slack refused: ${problem.code}`);
    this.problem = problem;
  }
}
