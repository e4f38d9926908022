/**
 * Tracks running answers. A newer request about the same message aborts the older one. A stop waits
 * for all answers, within a limit.
 */

/** The abort reason of a superseded turn. */
export const superseded = Symbol('superseded');
export const stopping = Symbol('stopping');

export interface Turn {
  readonly signal: AbortSignal;
  /**
   * Resolves when the superseded request has ended. Await before replying, or a stale reply could
   * arrive last.
   */
  readonly before: Promise<void>;
}

export interface InFlight {
  /**
   * `key` identifies the message; null if nothing can supersede the work. `work` must not reject.
   */
  run(key: string | null, work: (turn: Turn) => Promise<void>): Promise<void>;
  /**
   * Waits for all running work. When `patience` settles, aborts the work that is left, and waits
   * for it until `mercy` settles.
   */
  drain(patience: () => Promise<void>, mercy: () => Promise<void>): Promise<void>;
  readonly size: number;
}

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

export function createInFlight(): InFlight {
  const running = new Set<Running>();
  const latest = new Map<string, Running>();

  async function all(): Promise<void> {
    await Promise.all([...running].map(({ done }) => done));
  }

  return {
    run(key, work) {
      const older = key === null ? undefined : latest.get(key);
      older?.controller.abort(superseded);
      const controller = new AbortController();
      const done = work({ signal: controller.signal, before: older?.done ?? Promise.resolve() });
      const turn: Running = { controller, done };
      running.add(turn);
      if (key !== null) latest.set(key, turn);
      return done.finally(() => {
        running.delete(turn);
        if (key !== null && latest.get(key) === turn) latest.delete(key);
      });
    },
    async drain(patience, mercy) {
      await Promise.race([all(), patience()]);
      for (const { controller } of running) controller.abort(stopping);
      await Promise.race([all(), mercy()]);
    },
    get size() {
      return running.size;
    },
  };
}
