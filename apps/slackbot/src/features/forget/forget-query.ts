/** The query about a person who asks to be forgotten. The query names no one. Pure data. */
import type { Id } from '@leadbell/domain';
import type { Query } from '../../queries/query.ts';

/** The kinds of details that an admin may type. */
export const knownBy = ['phone', 'email', 'lead', 'sender'] as const;
export type KnownBy = (typeof knownBy)[number];

export interface ForgetQuery extends Query {
  readonly by: KnownBy;
  readonly persons: readonly string[];
  readonly marks: readonly string[];
  /** The lead's number in the DMS. */
  readonly id?: Id;
  /** Set by the button *Erase*: erases the data. */
  readonly sure?: true;
}
