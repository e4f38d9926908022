/** Compares the database's clock with ours. Effects: reads our clock. */

export interface WatchedClock {
  /** Call this with each reading of the database's clock. */
  see(now: number): void;
  steadyForMs(): number;
}

/** If a clock is corrected gradually, it takes hours until the difference is larger than this. */
const steadyMs = 2_000;
/**
 * Measures how long the database's clock has run at the same rate as ours. If the clock jumped, a
 * lease may have expired although its call is still running.
 */
export function watchClock(elapsed: () => number): WatchedClock {
  let since: { readonly now: number; readonly elapsed: number } | null = null;
  return {
    see(now) {
      const mine = elapsed();
      if (since === null || Math.abs(now - since.now - (mine - since.elapsed)) > steadyMs)
        since = { now, elapsed: mine };
    },
    steadyForMs: () => (since === null ? 0 : elapsed() - since.elapsed),
  };
}
