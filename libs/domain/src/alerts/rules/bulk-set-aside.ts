/** A bulk that was read and could not be stored: its leads are in no answer and no count. */
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
  // It is still set aside; one that was stored is not in the list any more.
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
