/**
 * Interprets a DMS that answers 404 for "no leads". The answer is accepted unless it contradicts
 * what is known: when known bulks in that range would vanish, or when the DMS answers nothing else
 * for a whole working day. Errors: `LeadsApiError` of kind `not-found`.
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
  /** The DMS answered 404 for the window. */
  said(window: Window): Promise<void>;
  /** The DMS gave another answer. */
  heard(): void;
  /**
   * Since when every answer was 404, for the connection's row; null when one was not. Throws when
   * that is too long.
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
          'the DMS answers 404 for a time of which it has shown bulks before: is DMS_BASE_URL still its address?',
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
