/**
 * Decides whether a 404 of the DMS means that there are no leads, or that the address is wrong. The address counts as
 * wrong if known bulks in the requested range would vanish, or if the DMS has answered nothing but 404 for a whole
 * working day. Errors: `LeadsApiError` of kind `not-found`.
 */
import { type BusinessCalendar, type Instant, openMsIn, type Window, workingDayMs, type Zone } from '@leadbell/domain';
import { LeadsApiError } from '@leadbell/leads-api';
import type { PollLease, Store } from '@leadbell/store';

export interface NotFoundOptions {
  readonly store: Store;
  readonly zone: Zone;
  readonly calendar: BusinessCalendar;
}

export interface NotFound {
  /** Call when the DMS answered 404 for the window. */
  said(window: Window): Promise<void>;
  /** Call when the DMS gave another answer. */
  heard(): void;
  /**
   * Returns the time since which every answer was 404; null if this poll got another answer. Throws if that time is too
   * long ago.
   */
  since(): Instant | null;
}

export function createNotFound(
  { connection, notFoundSince }: PollLease,
  now: Instant,
  { store, zone, calendar }: NotFoundOptions,
): NotFound {
  let isSaid = false;
  let isHeard = false;
  return {
    async said(window) {
      isSaid = true;
      // The address gave another answer in this poll, so the 404 means that the range is empty.
      if (isHeard) return;
      if (await store.bulks.isKnown(connection, window))
        throw refusal(
          'the DMS answers 404 for a period in which it has shown bulks before: is DMS_BASE_URL still its address?',
        );
    },
    heard() {
      isHeard = true;
    },
    since() {
      if (!isSaid || isHeard) return null;
      const since = notFoundSince ?? now;
      if (openMsIn({ from: since, to: now }, zone, calendar) >= workingDayMs(calendar))
        throw refusal('the DMS has answered 404 for a whole working day: is DMS_BASE_URL still its address?');
      return since;
    },
  };
}

function refusal(message: string): LeadsApiError {
  return new LeadsApiError('not-found', message, { status: 404 });
}
