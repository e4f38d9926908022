/** Finds errors that were first seen within the last hour. */
import type { BulkRule } from '../facts.ts';

export const newError: BulkRule<'new-error'> = {
  id: 'new-error',
  about: 'bulks',
  since: '0.1.0',
  followsOutage: false,
  isReplayable: true,
  namedBy: 'error-of-group',
  counts: 'leads',
  holds: ({ errors }, group) => errors.some(({ fingerprint }) => fingerprint === group),
  expires: null,
  evaluate: ({ bulks, newErrors }) =>
    bulks.flatMap((bulk) =>
      bulk.errors
        .filter(({ fingerprint }) => newErrors.has(fingerprint))
        .map(({ fingerprint, leads }) => ({
          group: fingerprint,
          member: String(bulk.id),
          bulk,
          count: leads,
          of: bulk.leads,
        })),
    ),
};
