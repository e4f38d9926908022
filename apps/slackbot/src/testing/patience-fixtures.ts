/** For tests: patience with Slack, the database and the bot, because a busy machine answers late. */

/** Slack waits three seconds for an app. With these options the stand-in waits as long as a test does. */
export const patientSlack = { ackTimeoutMs: 60_000, triggerLifeMs: 60_000 } as const;

/** A `sleep` that ends only when it is aborted. As a time limit, it never passes. */
export function untilAborted(_ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
