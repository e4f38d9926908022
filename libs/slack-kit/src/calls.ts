/**
 * Calls to Slack for the outbox. They can be aborted, and their answers show Slack's time. Effects: sends HTTP through
 * the given transport. A call that is aborted fails like a call without an answer.
 */
import type { Instant } from '@leadbell/domain';
import type { SlackAnswer, Transport } from './transport.ts';

export interface Calls {
  readonly transport: Transport;
  /** Aborts all posts that are under way, so that a process that has taken them over need not wait for them. */
  cut(): void;
  /**
   * Slack's time, from the `Date` header of its answers. Null before the first answer, or if the time of one of our
   * messages contradicts it.
   */
  slackNow(): Instant | null;
  /** Call when a message was just posted. */
  sawPost(ts: string): void;
}

/** `Date` has whole seconds, and an answer takes some time. */
const agreesWithinMs = 20_000;

export function createCalls(send: Transport, elapsed: () => number): Calls {
  let cutting = new AbortController();
  let anchor: { readonly at: number; readonly elapsed: number } | null = null;
  let isWrong = false;

  const now = (): Instant | null =>
    anchor === null || isWrong ? null : (Math.round(anchor.at + elapsed() - anchor.elapsed) as Instant);

  function sawAnswer({ status, headers }: SlackAnswer): void {
    const at = Date.parse(headers.get('date') ?? '');
    // HTML pages come from proxies and gateways, whose clocks are not Slack's.
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
