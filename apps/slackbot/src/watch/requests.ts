/**
 * Counts the requests to a DMS by day and measures how many a poll needs. The interval of the polls
 * depends on these counts; people's queries are counted too, but never refused. Effects: uses the
 * store's counters. Errors: those of the store.
 */
import { averagePrice, type Instant, paceRules, plainDateIn, type Zone } from '@leadbell/domain';
import type { Store } from '@leadbell/store';

export interface RequestLogOptions {
  readonly store: Store;
  readonly connection: string;
  readonly zone: Zone;
  /** The number of all requests that this process has made, including the requests of polls. */
  readonly made: () => number;
}

export interface RequestLog {
  /** Counts one request of a poll. */
  asked(): void;
  /**
   * Whether this poll's failure can be excused because the process was suspended: true once, and
   * then again only after a successful poll.
   */
  excuse(): boolean;
  /** Drops the count of a failed poll, because it does not show how many requests a poll needs. */
  failed(): void;
  /** Ends a poll. Returns how many requests a poll needs on average, and how many were made today. */
  polled(now: Instant): Promise<{ readonly requestsPerPoll: number; readonly usedToday: number }>;
  /** Stores the counts since the last flush. */
  flush(now: Instant): Promise<void>;
  /** Records a change, if there was one, and returns the time of the last change. */
  changed(at: Instant | null): Instant | null;
}

export const requestsCounter = 'requests';
/**
 * A poll counts as at most this many requests in the average. A poll that catches up after a long stop needs many more
 * requests than the polls after it.
 */
const mostOfPoll = 20;

export function createRequestLog({ store, connection, zone, made }: RequestLogOptions): RequestLog {
  let requestsPerPoll: number = paceRules.requestsPerPoll;
  let changedAt: Instant | null = null;
  let ofPoll = 0;
  let isExcused = false;
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
    excuse() {
      const isFirst = !isExcused;
      isExcused = true;
      return isFirst;
    },
    failed() {
      ofPoll = 0;
    },
    async polled(now) {
      requestsPerPoll = averagePrice(requestsPerPoll, Math.min(ofPoll, mostOfPoll));
      ofPoll = 0;
      isExcused = false;
      await flush(now);
      const day = plainDateIn(zone, now);
      const today = await store.counters.of(connection, day, day, [requestsCounter]);
      return { requestsPerPoll, usedToday: today.reduce((sum, { count }) => sum + count, 0) };
    },
    flush,
    changed(at) {
      changedAt = at ?? changedAt;
      return changedAt;
    },
  };
}
