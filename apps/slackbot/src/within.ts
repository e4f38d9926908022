/** Waits for work, but not for long. Effects: waits with the given `sleep`. */

/** Rejects with the signal's reason when it is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * The reason for aborting a timer that is no longer needed. Without a reason, each abort would create an exception,
 * which costs as much as ten timers.
 */
export const enough = Symbol('enough');

/** The work's result; null if it takes longer. Rejects with the work's error. */
export async function within<T>(ms: number, work: Promise<T>, sleep: Sleep): Promise<T | null> {
  const over = new AbortController();
  const late = sleep(ms, over.signal).then(nothing, nothing);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort(enough);
  }
}

function nothing(): null {
  return null;
}
