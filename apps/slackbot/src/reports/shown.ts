/** What cards are drawn for, beside the answer itself. Pure data. */
import type { Period, Zone } from '@leadbell/domain';
import type { LeadsQuery } from '../queries/leads-query.ts';
import type { Messages } from '../words/index.ts';

/** A channel (many readers): personal data is masked in every case. An ephemeral answer or a modal has one reader. */
export type Audience = 'channel' | 'asker';

export interface Shown<Q extends LeadsQuery = LeadsQuery> {
  /** As it was asked. */
  readonly query: Q;
  /** Null for a bulk. Its `spec` is how it is called now. */
  readonly period: Period | null;
  readonly messages: Messages;
  readonly zone: Zone;
  readonly audience: Audience;
}
