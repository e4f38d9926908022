/**
 * Notifies the browser page and waiting tests of changes. A listener for a user gets the events that the user may see;
 * a listener without a user gets all events.
 */
import type { PageEvent } from './page/protocol.ts';

export type BusListener = (event: PageEvent, to: ReadonlySet<string> | null) => void;

export interface Bus {
  /** `to`: the users who may see the event; `null`: everyone. */
  publish: (event: PageEvent, to: Iterable<string> | null) => void;
  subscribe: (listener: BusListener) => () => void;
}

export function createBus(): Bus {
  const listeners = new Set<BusListener>();
  return {
    publish(event, to) {
      const seenBy = to === null ? null : new Set(to);
      for (const listener of listeners) listener(event, seenBy);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
