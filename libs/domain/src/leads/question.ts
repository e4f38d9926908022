/**
 * The three questions that the DMS API accepts ("Either id or leadId and fromDate and toDate is mandatory"). Pure.
 * `source` and `subSource` are the DMS's integer codes. A window may be longer than 7 days: it is split before it is
 * requested.
 */
import type { Window } from '../time/instant.ts';
import type { Id } from './id.ts';

export type LeadQuestion =
  | { readonly kind: 'bulk'; readonly id: Id }
  | { readonly kind: 'window'; readonly window: Window; readonly source?: number; readonly subSource?: number }
  | {
      readonly kind: 'lead';
      readonly leadId: Id;
      readonly window: Window;
      readonly source?: number;
      readonly subSource?: number;
    };
