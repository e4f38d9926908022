/**
 * A bulk: the leads sent to the DMS in one request. Pure.
 * Source: the DMS API's top-level object. The answer has no bulk id of its own (see docs/api.md): Leadbell identifies a
 * bulk by `key`; `id` is only set when the bulk was requested by id or the server sent one.
 */
import { order } from '../order.ts';
import type { Instant } from '../time/instant.ts';
import type { Id } from './id.ts';

/** 1 created, 2 in progress, 3 cancelled, 4 completed; any other number is kept and shown as unknown. */
export type ProcessingState =
  | 'created'
  | 'in-progress'
  | 'cancelled'
  | 'completed'
  | { readonly unknown: number | null };

export interface Bulk {
  /** Stable within one answer and across polls of the same bulk, as far as the answer allows. */
  readonly key: string;
  readonly id: Id | null;
  readonly createdAt: Instant | null;
  readonly createdBy: Id | null;
  readonly state: ProcessingState;
  /** The server's own counts; the summary has ours. */
  readonly totalRecords: number | null;
  readonly errorRecords: number | null;
}

export type DatedBulk = Pick<Bulk, 'key' | 'createdAt'>;

/** Sorts earliest first, then by key. A bulk without a date sorts before all that have one. */
export function earliestFirst(a: DatedBulk, b: DatedBulk): number {
  return order(a.createdAt ?? -Infinity, b.createdAt ?? -Infinity) || order(a.key, b.key);
}
