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
  /** True once after a poll that went well: a poll that failed because the process stood still does not count, the next one does. */
  excuse(): boolean;
  /** A poll failed: what it took says nothing of what one costs. */
  failed(): void;
  /** A poll is over. Returns what one costs, on average, and how many requests were made this day. */
  polled(now: Instant): Promise<{ readonly requestsPerPoll: number; readonly usedToday: number }>;
  /** Counts what was asked since. */
  flush(now: Instant): Promise<void>;
  /** Notes that something changed, and returns when that last was. */
  changed(at: Instant | null): Instant | null;
}

export const requestsCounter = 'requests';
/** One that makes up for a long stop is no measure of the next. */
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
