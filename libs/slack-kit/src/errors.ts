/**
 * Classifies errors of Slack. Pure. Only a code that Slack documents as a refusal counts as a refusal; any other answer
 * is in doubt (`unclear`) or `unknown`.
 */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { classOf } from './codes.ts';
import type { SlackErrorClass } from './codes.ts';

export type { SlackErrorClass } from './codes.ts';

export interface SlackProblem {
  readonly class: SlackErrorClass;
  /** Slack's code, one of `ownCodes`, or `http_` and the HTTP status. Safe to log. */
  readonly code: string;
  /** Set if Slack limited the rate; then the call has certainly not been done. */
  readonly retryAfterMs?: number;
  /** The indexes of the blocks that Slack refused. */
  readonly blocks?: readonly number[];
}

/** The wait after a rate limit if Slack does not say how long to wait. */
export const shortWaitMs = 1_100;
const paceCodes: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited']);

/** Returns the scopes that our token lacks according to Slack, such as `users:read`; null for any other error. */
export function missingScope(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const { error: code, needed } = error.data as { readonly error?: unknown; readonly needed?: unknown };
  if (code !== 'missing_scope') return null;
  return typeof needed === 'string' && /^[a-z:,. ]{1,100}$/.test(needed) ? needed : '';
}

/** Returns `null` if the error is not Slack's. */
export function slackProblem(error: unknown): SlackProblem | null {
  if (error instanceof SlackRefusal) return error.problem;
  if (error instanceof WebAPIRateLimitedError) return paced(error.retryAfter * 1_000);
  if (error instanceof WebAPIPlatformError) return refusal(error.data);
  if (error instanceof WebAPIHTTPError) return { class: 'unclear', code: `http_${error.statusCode}` };
  if (error instanceof WebAPIRequestError)
    return error.original instanceof SlackRefusal ? error.original.problem : { class: 'unclear', code: 'no_answer' };
  return null;
}

export function problemOf(code: string): SlackProblem {
  if (paceCodes.has(code)) return paced(shortWaitMs, code);
  const safe = /^\w{1,60}$/.test(code) ? code : 'unreadable_code';
  return { class: classOf(safe), code: safe };
}

export function paced(retryAfterMs: number, code = 'ratelimited'): SlackProblem {
  return { class: 'retry', code, retryAfterMs: Math.max(shortWaitMs, retryAfterMs) };
}

/** Slack's client treats a body that is not JSON as an error code; the result of such a call is unknown. */
function refusal({
  error,
  response_metadata: said,
}: {
  readonly error?: unknown;
  readonly response_metadata?: unknown;
}) {
  if (typeof error !== 'string') return problemOf('no_code');
  if (!/^\w{1,60}$/.test(error)) return { class: 'unclear', code: 'no_json' } as const;
  const problem = problemOf(error);
  const blocks = refusedBlocks(said);
  return blocks.length === 0 ? problem : { ...problem, blocks };
}

/** Reads texts such as `[ERROR] … [json-pointer:/blocks/3/type]`. */
function refusedBlocks(said: unknown): number[] {
  const { messages } = (said ?? {}) as { readonly messages?: unknown };
  if (!Array.isArray(messages)) return [];
  return messages.flatMap((message) =>
    [...String(message).matchAll(/json-pointer:\/blocks\/(\d{1,3})\b/g)].map(([, index]) => Number(index)),
  );
}

/** An answer that Slack's client does not report, or reports wrongly. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly problem: SlackProblem;

  constructor(problem: SlackProblem) {
    super(`Slack refused: ${problem.code}`);
    this.problem = problem;
  }
}
