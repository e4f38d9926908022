/** One request: sends a question, gives the body's bytes. The only place where an answer's status becomes an error. Throws `LeadsApiError` only. */
import { isoUtcMillis, type LeadQuestion } from '@leadbell/domain';
import ky from 'ky';
import type { Signer } from './auth.ts';
import type { LeadsApiEffects } from './config.ts';
import { LeadsApiError } from './errors.ts';
import { readRetryAfter } from './retry-after.ts';

export interface RequestContext {
  readonly baseUrl: string;
  readonly signer: Signer;
  readonly effects: LeadsApiEffects;
}

/** Null is "no leads": 204, or a bulk that the DMS doesn't know. */
export async function requestBulks(
  question: LeadQuestion,
  context: RequestContext,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  const signedIn = await context.signer.headers(signal);
  const first = await send(question, context, signedIn, signal);
  const isRenewed = first.status === 401 && context.signer.renew(signedIn);
  if (isRenewed) await first.body?.cancel();
  const response = isRenewed ? await send(question, context, await context.signer.headers(signal), signal) : first;
  if (response.status === 204 || (response.status === 404 && question.kind === 'bulk')) {
    await response.body?.cancel();
    return null;
  }
  if (response.ok) return response.body;
  await response.body?.cancel();
  throw refusal(response, context.effects.now());
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
    fetch: effects.fetch,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    // A redirect could carry the sign-in to another host.
    redirect: 'manual',
  });
  effects.log({ event: 'dms.request', status: response.status, tookMs: effects.now() - startedAt });
  return response;
}

export function searchParams(question: LeadQuestion): Record<string, string> {
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
  return new LeadsApiError('bad-request', message, { status });
}
