/**
 * A bulk's name: its number in the DMS, or else Leadbell's own number, written B12 so that the two
 * can't be confused. `/leads bulk` finds a bulk by either number. Pure.
 */
import type { Id } from '@leadbell/domain';
import type { Messages } from '../words/index.ts';

export interface NamedBulk {
  readonly dmsId: Id | null;
  /** The number that Leadbell gave the bulk when it stored it; null if the bulk is not stored. */
  readonly number: number | null;
}

/** The bulk's number, such as 574 or B12; null if it has none. */
export function bulkNumber({ dmsId, number }: NamedBulk): string | null {
  return dmsId ?? (number === null ? null : `B${number}`);
}

/** Returns a name such as “Bulk 574 · 25 August 14:05”. `when` is empty if the date is unknown. */
export function bulkName(bulk: NamedBulk, when: string, { bulks }: Pick<Messages, 'bulks'>): string {
  const number = bulkNumber(bulk);
  return number === null ? bulks.ofDate(when) : `${bulks.named(number)}${when === '' ? '' : ` · ${when}`}`;
}
