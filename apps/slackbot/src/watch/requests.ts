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
  /** A poll went well, with so many requests. Counts what people asked since then too. */
  polled(now: Instant, requests: number): Promise<{ readonly requestsPerPoll: number; readonly usedToday: number }>;
  /** Counts what was asked since. */
  flush(now: Instant): Promise<void>;
  /** Notes that something changed, and returns when that last was. */
  changed(at: Instant | null): Instant | null;
}

export const requestsCounter = 'requests';

export function createRequestLog({ store, connection, zone, made }: RequestLogOptions): RequestLog {
  let requestsPerPoll: number = paceRules.requestsPerPoll;
  let changedAt: Instant | null = null;
  let counted = made();

  async function add(now: Instant, polls: number): Promise<void> {
    const all = made();
    const people = Math.max(0, all - counted - polls);
    counted = all;
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
    async polled(now, requests) {
      requestsPerPoll = averagePrice(requestsPerPoll, requests);
      await add(now, requests);
      const day = plainDateIn(zone, now);
      const today = (await store.counters.of(connection, day, day)).filter(({ name }) => name === requestsCounter);
      return { requestsPerPoll, usedToday: today.reduce((sum, { count }) => sum + count, 0) };
    },
    flush: (now) => add(now, 0),
    changed(at) {
      changedAt = at ?? changedAt;
      return changedAt;
    },
  };
}
