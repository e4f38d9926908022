/**
 * Calls to Slack for the outbox: they can be cut, and they measure the time at Slack. Effects: HTTP through the given
 * transport. A call that is cut fails like one without an answer.
 */
import type { Instant } from '@leadbell/domain';
import type { SlackAnswer, Transport } from './transport.ts';

export interface Calls {
  readonly transport: Transport;
  /** Cuts all running posts: the process that took them over must not wait for their end. */
  cut(): void;
  /** From the `Date` of Slack's answers; null before the first, and if it contradicts the times of our messages. */
  slackNow(): Instant | null;
  /** A message was just posted. */
  sawPost(ts: string): void;
}

/** `Date` has whole seconds, and an answer takes its time. */
const agreesWithinMs = 20_000;

export function createCalls(send: Transport, elapsed: () => number): Calls {
  let cutting = new AbortController();
  let anchor: { readonly at: number; readonly elapsed: number } | null = null;
  let isWrong = false;

  const now = (): Instant | null =>
    anchor === null || isWrong ? null : (Math.round(anchor.at + elapsed() - anchor.elapsed) as Instant);

  function sawAnswer({ status, headers }: SlackAnswer): void {
    const at = Date.parse(headers.get('date') ?? '');
    // HTML pages come from proxies and gateways, which have their own clocks.
    if (status === 200 && headers.get('content-type')?.includes('json') === true && Number.isFinite(at))
      anchor = { at, elapsed: elapsed() };
  }

  return {
    async transport(url, request) {
      const isPost = url.endsWith('/chat.postMessage');
      const answer = await send(url, isPost ? { ...request, signal: cutting.signal } : request);
      sawAnswer(answer);
      return answer;
    },
    cut() {
      cutting.abort();
      cutting = new AbortController();
    },
    slackNow: now,
    sawPost(ts) {
      const mine = now();
      if (mine !== null && Math.abs(Number(ts) * 1_000 - mine) > agreesWithinMs) isWrong = true;
    },
  };
}
