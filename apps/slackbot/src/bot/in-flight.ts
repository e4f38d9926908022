/**
 * What is being answered just now. A newer wish about the same message ends the older; a stop waits for all, within a bound.
 */

/** Why a turn's signal is aborted. */
export const superseded = Symbol('superseded');
export const stopping = Symbol('stopping');

export interface Turn {
  readonly signal: AbortSignal;
  /** Settles when the older wish about the same message is over: nothing may be said before, or the older could have the last word. */
  readonly before: Promise<void>;
}

export interface InFlight {
  /** `key` names the message, or is null when nothing can supersede. `work` must not reject. */
  run(key: string | null, work: (turn: Turn) => Promise<void>): Promise<void>;
  /** Waits for all that runs; what is not done when `patience` settles is aborted, and then waited for until `mercy` settles. */
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
