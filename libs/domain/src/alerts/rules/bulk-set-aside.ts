/** Finds bulks that were read but could not be stored: their leads are missing from all answers and counts. */
import { type BulkRule, type SetAsideFacts, watchedMs } from '../facts.ts';

function memberOf({ id }: SetAsideFacts): string {
  return `s${id}`;
}

export const bulkSetAside: BulkRule<'bulk-set-aside'> = {
  id: 'bulk-set-aside',
  about: 'bulks',
  since: 'unreleased',
  followsOutage: false,
  isReplayable: false,
  namedBy: 'rule',
  counts: 'leads',
  holds: null,
  // Whether the bulk is still set aside. A bulk that has been stored is no longer in `setAside`.
  expires: (member, { setAside }) => setAside.some((aside) => memberOf(aside) === member),
  evaluate: ({ now, setAside }) =>
    setAside
      .filter(({ since }) => now - since < watchedMs)
      .map((aside) => ({
        group: 'set-aside',
        member: memberOf(aside),
        bulk: null,
        count: aside.leads,
        of: aside.leads,
        aside,
      })),
};
