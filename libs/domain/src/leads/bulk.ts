/**
 * A bulk: leads that were sent to the DMS in one request. Pure. Source: the top-level object of the DMS API. The API's
 * answer has no id of a bulk (see docs/api.md), so Leadbell identifies a bulk by `key`; `id` is only set if the bulk
 * was requested by id or the server sent one.
 */
import { order } from '../order.ts';
import type { Instant } from '../time/instant.ts';
import type { Id } from './id.ts';

/** 1 created, 2 in progress, 3 cancelled, 4 completed; any other number is kept, and shown as unknown. */
export type ProcessingState =
  | 'created'
  | 'in-progress'
  | 'cancelled'
  | 'completed'
  | { readonly unknown: number | null };

export interface Bulk {
  /** A bulk has the same key in all answers, as far as the DMS makes this possible. */
  readonly key: string;
  readonly id: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly state: ProcessingState;
  /** The server's own counts; Leadbell's counts are in the summary. */
  readonly totalRecords: number | null;
  readonly errorRecords: number | null;
}

export type DatedBulk = Pick<Bulk, 'key' | 'createdAt'>;

/** Sorts bulks by time, the earliest first, then by key. Bulks without a date come first. */
export function earliestFirst(a: DatedBulk, b: DatedBulk): number {
  return order(a.createdAt ?? -Infinity, b.createdAt ?? -Infinity) || order(a.key, b.key);
}
