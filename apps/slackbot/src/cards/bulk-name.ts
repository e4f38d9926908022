/**
 * A bulk's name: its number in the DMS, or else Leadbell's own, written B12 so that the two never collide. `/leads
 * bulk` finds both. Pure.
 */
import type { Id } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

export interface NamedBulk {
  readonly dmsId: Id | null;
  /** Leadbell's own: the number of its stored row. Null if it is not stored. */
  readonly number: number | null;
}

/** 574, or B12; null for a bulk that has neither. */
export function bulkNumber({ dmsId, number }: NamedBulk): string | null {
  return dmsId ?? (number === null ? null : `B${number}`);
}

/** Bulk 574 · 25 August 14:05. `when`: empty where the date is unknown. */
export function bulkName(bulk: NamedBulk, when: string, { bulks }: Pick<Messages, 'bulks'>): string {
  const number = bulkNumber(bulk);
  return number === null ? bulks.ofDate(when) : `${bulks.named(number)}${when === '' ? '' : ` · ${when}`}`;
}
