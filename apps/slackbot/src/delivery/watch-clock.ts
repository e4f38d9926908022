/** Compares the database's clock with ours. Effects: reads our clock. */

export interface WatchedClock {
  /** The database's clock says this. */
  see(now: number): void;
  steadyForMs(): number;
}

/** A gradually corrected clock stays within this for hours. */
const steadyMs = 2_000;
/**
 * How long the database's clock has run at the same rate as ours. A lease that ended early through
 * a clock jump says nothing about its call.
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
