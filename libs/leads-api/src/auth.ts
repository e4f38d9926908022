/**
 * Adds the sign-in to requests. Keeps an OAuth 2 token (client credentials) until shortly before it expires; concurrent
 * requests share one token request.
 */
import ky from 'ky';
import * as v from 'valibot';
import type { DmsAuth, LeadsApiEffects } from './config.ts';
import { LeadsApiError, notFollowed } from './errors.ts';
import { withLastingSignal } from './lasting-signal.ts';
import { readRetryAfter } from './retry-after.ts';

export interface Signer {
  headers(signal: AbortSignal): Promise<Record<string, string>>;
  /** Call this when a request with these headers got a 401. Returns whether a new token may help. */
  renew(refused: Readonly<Record<string, string>>): boolean;
}

const tokenAnswer = v.object({
  access_token: v.string(),
  expires_in: v.optional(v.union([v.number(), v.pipe(v.string(), v.toNumber())]), 300),
});
const earlyMs = 30_000;
const tokenTimeoutMs = 30_000;

export function createSigner(auth: DmsAuth, effects: LeadsApiEffects): Signer {
  if (auth.kind === 'oauth2') return oauth2(auth, effects);
  // Builds the headers for each request, because `auth` may have changed.
  const present = (): Record<string, string> => sendable(fixedHeaders(auth));
  return {
    headers: async () => present(),
    renew(refused) {
      effects.onRefused?.();
      return JSON.stringify(present()) !== JSON.stringify(refused);
    },
  };
}

/**
 * Throws for values that HTTP headers can't carry. `fetch` would report them as a network error, with the token in its
 * message.
 */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(new Headers(headers));
  } catch {
    throw new LeadsApiError(
      'unauthorized',
      'the token or the name of its header has characters that no header can carry',
    );
  }
}

function fixedHeaders(auth: Exclude<DmsAuth, { kind: 'oauth2' }>): Record<string, string> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`, 'utf8').toString('base64')}` };
    default:
      return { [auth.header]: auth.token };
  }
}

function oauth2(auth: DmsAuth & { kind: 'oauth2' }, { now, fetch, log }: LeadsApiEffects): Signer {
  let held: { readonly token: string; readonly renewAt: number } | null = null;
  let flight: Promise<string> | null = null;

  async function request(): Promise<string> {
    // The first caller's signal must not abort this request, because other callers wait for the same token.
    const signal = AbortSignal.timeout(tokenTimeoutMs);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: auth.clientId,
      client_secret: auth.clientSecret,
    });
    let answer: unknown;
    let status: number;
    let retryAfter: string | null;
    try {
      const response = await ky.post(auth.tokenUrl, {
        body,
        signal,
        fetch: withLastingSignal(fetch, signal),
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        // A redirect could carry the secret to another host.
        redirect: 'manual',
      });
      ({ status } = response);
      retryAfter = response.headers.get('retry-after');
      answer = status === 200 ? await response.json<unknown>() : null;
    } catch {
      // The original error may contain the secret, so nothing of it is passed on.
      throw new LeadsApiError('unavailable', 'the token endpoint did not answer');
    }
    const waitMs = readRetryAfter(retryAfter, now());
    if (status === 429 || status >= 500)
      throw new LeadsApiError(
        status === 429 ? 'rate-limited' : 'unavailable',
        `the token endpoint answered ${status}`,
        {
          status,
          ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
        },
      );
    if (status >= 300 && status < 400)
      throw new LeadsApiError(
        'unauthorized',
        `the token endpoint answered ${status}, ${notFollowed('DMS_TOKEN_URL')}`,
        {
          status,
        },
      );
    const parsed = v.safeParse(tokenAnswer, answer);
    if (!parsed.success)
      throw new LeadsApiError('unauthorized', `the token endpoint gave no token (${status})`, { status });
    const lifeMs = parsed.output.expires_in * 1000;
    held = { token: parsed.output.access_token, renewAt: now() + lifeMs - Math.min(earlyMs, lifeMs / 2) };
    log({ event: 'dms.token', expiresInMs: lifeMs });
    return held.token;
  }

  return {
    async headers(signal) {
      if (held && now() < held.renewAt) return sendable(bearer(held.token));
      flight ??= request().finally(() => (flight = null));
      return sendable(bearer(await unlessAborted(flight, signal)));
    },
    renew(refused) {
      // Another request may have renewed the token while this one was running.
      if (held && bearer(held.token).authorization === refused['authorization']) held = null;
      return true;
    },
  };
}

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new LeadsApiError('aborted', 'stopped while signing in'));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
