/**
 * What to make of a DMS that says 404 where others say "none". It is believed while it does not contradict what is known: not when bulks that were seen in
 * that range would vanish with it, and not when nothing else is heard for a whole working day. Errors: `LeadsApiError` of kind `not-found`.
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
  /** The window was answered with 404. */
  said(window: Window): Promise<void>;
  /** Something else was answered. */
  heard(): void;
  /** Since when nothing else was said, for the connection's row: null when something was. Throws when that is too long. */
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
      // The address answers otherwise in this very poll: then there is nothing any more, of that time.
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
