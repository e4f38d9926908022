/**
 * Publishes Home tabs again each minute. Runs separately from the minute's other work, which must not wait for Slack or
 * the DMS. Errors: none escape; they are logged.
 */
import { errorFields } from '../../log-error.ts';
import type { Log } from '../../log.ts';

export interface HomeClock {
  /** Adds the work of one workspace, which is done each minute from now on. */
  add(publish: () => Promise<void>): void;
  /** Starts the work of each workspace, unless it is still running. */
  tick(): void;
}

export function createHomeClock(log: Log): HomeClock {
  const all: { readonly publish: () => Promise<void>; isRunning: boolean }[] = [];
  return {
    add: (publish) => void all.push({ publish, isRunning: false }),
    tick() {
      for (const one of all) {
        if (one.isRunning) continue;
        one.isRunning = true;
        one
          .publish()
          .catch((error: unknown) => log.warn(errorFields(error), 'homes.wait'))
          .finally(() => (one.isRunning = false));
      }
    },
  };
}
