/**
 * Requests to a DMS: how many this day, and what a poll costs. Polls are planned by it; people's questions are counted and never refused.
 * Effects: the store's counters. Errors: the store's.
 */
import { averagePrice, type Instant, paceRules, plainDateIn, type Zone } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export interface RequestLogOptions {
  readonly store: Store;
  readonly connection: string;
  readonly zone: Zone;
  /** All requests that this process has made, the polls' included. */
  readonly made: () => number;
}

export interface RequestLog {
  /** A poll makes a request. */
  asked(): void;
  /** A poll is over. Returns what one costs, on average, and how many requests were made this day. */
  polled(now: Instant): Promise<{ readonly requestsPerPoll: number; readonly usedToday: number }>;
  /** Counts what was asked since. */
  flush(now: Instant): Promise<void>;
  /** Notes that something changed, and returns when that last was. */
  changed(at: Instant | null): Instant | null;
}

export const requestsCounter = 'requests';

export function createRequestLog({ store, connection, zone, made }: RequestLogOptions): RequestLog {
  let requestsPerPoll: number = paceRules.requestsPerPoll;
  let changedAt: Instant | null = null;
  let ofPoll = 0;
  let uncounted = 0;
  let counted = made();

  async function flush(now: Instant): Promise<void> {
    const [all, polls] = [made(), uncounted];
    const people = Math.max(0, all - counted - polls);
    [counted, uncounted] = [all, 0];
    const day = plainDateIn(zone, now);
    const counts = [
      { day, name: requestsCounter, value: 'polls', count: polls },
      { day, name: requestsCounter, value: 'people', count: people },
    ];
    await store.counters.add(
      connection,
      counts.filter(({ count }) => count > 0),
    );
  }

  return {
    asked() {
      ofPoll += 1;
      uncounted += 1;
    },
    async polled(now) {
      requestsPerPoll = averagePrice(requestsPerPoll, ofPoll);
      ofPoll = 0;
      await flush(now);
      const day = plainDateIn(zone, now);
      const today = (await store.counters.of(connection, day, day)).filter(({ name }) => name === requestsCounter);
      return { requestsPerPoll, usedToday: today.reduce((sum, { count }) => sum + count, 0) };
    },
    flush,
    changed(at) {
      changedAt = at ?? changedAt;
      return changedAt;
    },
  };
}
