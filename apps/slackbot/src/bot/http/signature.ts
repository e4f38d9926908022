/**
 * Checks Slack's signature of a request. Pure. Unlike Bolt's check, it also refuses a time in the future, and checks
 * the bytes that arrived instead of their decoded text. Source: docs.slack.dev, "Verifying requests from Slack".
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Signed {
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** `v0=` and 64 hexadecimal digits. */
  readonly signature: string;
}

const toleranceS = 5 * 60;

/** Reads the time and the signature; null if the headers can't be Slack's. */
export function readSigned(headers: IncomingHttpHeaders): Signed | null {
  const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = headers;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return null;
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) return null;
  return { timestamp: Number(timestamp), signature };
}

/** Whether the time is at most five minutes before or after our clock. */
export function isRecent({ timestamp }: Signed, nowMs: number): boolean {
  return Math.abs(nowMs / 1_000 - timestamp) <= toleranceS;
}

/** Whether Slack signed the body. The comparison always takes the same time, so that it reveals nothing. */
export function isSignedBy(secret: string, { timestamp, signature }: Signed, body: Buffer): boolean {
  const ours = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(ours, Buffer.from(signature.slice(3), 'hex'));
}
