/** Posts to the app's address with Slack's v0 signature. Never throws: a failure is returned. */
import { createHmac } from 'node:crypto';
import { isRecord, parseJson, type Json } from '../json.ts';

export interface SignedPost {
  url: string;
  body: string;
  contentType: string;
  headers?: Record<string, string>;
}

export type HttpAck =
  | { ok: true; payload: Json }
  | { ok: false; reason: 'timeout' | 'http_error' | 'unreachable'; status?: number; noRetry?: boolean };

/** Returns `v0=` and the HMAC-SHA256 of `v0:timestamp:body`. */
export function signature(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

export async function postSigned(post: SignedPost, secret: string, now: number, timeoutMs: number): Promise<HttpAck> {
  const timestamp = Math.floor(now / 1000);
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      body: post.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': post.contentType,
        'user-agent': 'Slackbot 1.0 (sandbox)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature(secret, timestamp, post.body),
        ...post.headers,
      },
    });
    const answer = await response.text();
    if (response.status !== 200) {
      const noRetry = response.headers.get('x-slack-no-retry') === '1';
      return { ok: false, reason: 'http_error', status: response.status, noRetry };
    }
    const parsed = parseJson(answer);
    if (isRecord(parsed)) return { ok: true, payload: parsed };
    return { ok: true, payload: answer.trim() === '' ? {} : { text: answer } };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, reason: timedOut ? 'timeout' : 'unreachable' };
  }
}
