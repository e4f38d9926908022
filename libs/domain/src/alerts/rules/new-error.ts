/** An error that has never been seen before. */
import type { AlertRule } from '../facts.ts';

export const newError: AlertRule = {
  id: 'new-error',
  holds: ({ errors }, group) => errors.some(({ fingerprint }) => fingerprint === group),
  evaluate: ({ bulks, newErrors }) =>
    bulks.flatMap((bulk) =>
      bulk.errors
        .filter(({ fingerprint }) => newErrors.has(fingerprint))
        .map(({ fingerprint, leads }) => ({
          rule: 'new-error' as const,
          group: fingerprint,
          member: String(bulk.id),
          bulk,
          count: leads,
          of: bulk.leads,
        })),
    ),
};
