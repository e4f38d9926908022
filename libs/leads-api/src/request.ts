/**
 * Makes one request: sends a question and returns the bytes of the body. If the sign-in is refused and there is a
 * newer one, asks once more. This is the only place where an HTTP status becomes an error. Throws only `LeadsApiError`.
 */
import { isoUtcMillis, type LeadQuestion } from '@leadbell/domain';
import ky from 'ky';
import type { Signer } from './auth.ts';
import type { LeadsApiEffects } from './config.ts';
import { LeadsApiError, notFollowed } from './errors.ts';
import { withLastingSignal } from './lasting-signal.ts';
import type { ContractProblem } from './leads-api.ts';
import { readRetryAfter } from './retry-after.ts';

export interface RequestContext {
  readonly baseUrl: string;
  readonly signer: Signer;
  readonly effects: LeadsApiEffects;
  /** Whether this address has ever sent a readable answer. */
  readonly hasAnswered: () => boolean;
  /** Records that this address has sent a readable answer. */
  readonly noteAnswer: () => void;
  /** Logs a problem, unless it was logged before for the bulk with this key. */
  readonly notifyUnread: (bulk: string, problem: ContractProblem, count: number) => void;
}

/** `nothing`: a 204, an unknown bulk, or a 404 with JSON from an address that has sent a readable answer before. */
export type Reply =
  | { readonly kind: 'body'; readonly body: ReadableStream<Uint8Array> | null; readonly contentType: string | null }
  | { readonly kind: 'nothing'; readonly status: 204 | 404 };

export async function requestBulks(
  question: LeadQuestion,
  context: RequestContext,
  signal: AbortSignal,
): Promise<Reply> {
  const signedIn = await context.signer.headers(signal);
  const first = await send(question, context, signedIn, signal);
  const isRenewed = first.status === 401 && context.signer.renew(signedIn);
  if (isRenewed) await first.body?.cancel();
  const response = isRenewed ? await send(question, context, await context.signer.headers(signal), signal) : first;
  const { status } = response;
  if (response.ok && status !== 204)
    return { kind: 'body', body: response.body, contentType: response.headers.get('content-type') };
  if (status === 404 && question.kind !== 'bulk' && context.hasAnswered() && (await isJson(response)))
    return { kind: 'nothing', status };
  await response.body?.cancel();
  if (status === 204 || (status === 404 && question.kind === 'bulk')) return { kind: 'nothing', status };
  throw refusal(response, context.effects.now());
}

/** A longer body of a 404 counts as an HTML page. */
const maxNotFoundBytes = 65_536;

/**
 * Many APIs report an empty result as a 404 with a short JSON body. At a wrong address, a server sends an HTML page or
 * no body.
 */
async function isJson(response: Response): Promise<boolean> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of response.body ?? []) {
    parts.push(bytes);
    size += bytes.length;
    if (size > maxNotFoundBytes) return false;
  }
  try {
    const said: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof said === 'object';
  } catch {
    return false;
  }
}

async function send(
  question: LeadQuestion,
  { baseUrl, effects }: RequestContext,
  signedIn: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { accept: 'application/json', ...signedIn };
  const startedAt = effects.now();
  const response = await ky.get(`${baseUrl.replace(/\/+$/, '')}/v1/leads/bulks`, {
    searchParams: searchParams(question),
    headers,
    signal,
    fetch: withLastingSignal(effects.fetch, signal),
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    // A redirect could carry the sign-in to another host.
    redirect: 'manual',
  });
  effects.log({ event: 'dms.request', status: response.status, tookMs: effects.now() - startedAt });
  return response;
}

function searchParams(question: LeadQuestion): Record<string, string> {
  if (question.kind === 'bulk') return { id: question.id };
  const { window, source, subSource } = question;
  return {
    ...(question.kind === 'lead' ? { leadId: question.leadId } : {}),
    fromDate: isoUtcMillis(window.from),
    toDate: isoUtcMillis(window.to),
    ...(source === undefined ? {} : { source: String(source) }),
    ...(subSource === undefined ? {} : { subSource: String(subSource) }),
  };
}

function refusal(response: Response, now: number): LeadsApiError {
  const { status } = response;
  const message = `the DMS answered ${status}`;
  if (status === 401 || status === 403) return new LeadsApiError('unauthorized', message, { status });
  if (status === 429) {
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now);
    return new LeadsApiError('rate-limited', message, { status, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
  }
  if (status === 408 || status === 413 || status === 504) return new LeadsApiError('timeout', message, { status });
  if (status >= 500) {
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now);
    return new LeadsApiError('unavailable', message, { status, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
  }
  if (status >= 300 && status < 400)
    return new LeadsApiError('bad-request', `${message}, ${notFollowed('DMS_BASE_URL')}`, { status });
  if (status === 404)
    return new LeadsApiError('not-found', 'the DMS answered 404: is DMS_BASE_URL its address?', { status });
  return new LeadsApiError('bad-request', message, { status });
}
