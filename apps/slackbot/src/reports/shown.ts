/** The context for drawing cards, apart from the answer itself. Data, apart from `onRow`. */
import type { Instant, Period, Scope, Vocabulary, Zone } from '@leadbell/domain';
import type { Row } from './answer.ts';
import type { LeadsQuery } from '../queries/leads-query.ts';
import type { Messages } from '../words/index.ts';

/**
 * A channel has many readers, so personal data is always masked. An ephemeral answer or a modal has
 * one reader.
 */
export type Audience = 'channel' | 'asker';

export interface Shown<Q extends LeadsQuery = LeadsQuery> {
  /** The query as it was asked. */
  readonly query: Q;
  /** Null for a bulk. Its `spec` is the name that the period has now. */
  readonly period: Period | null;
  readonly messages: Messages;
  readonly zone: Zone;
  readonly audience: Audience;
  /** The leads that the person may see for whom it was counted. Absent: all. */
  readonly scope?: Scope;
  /** For the ages of leads. Absent in a message that stays: an age would soon be wrong there. */
  readonly now?: Instant;
  /** People of other companies read the channel in which it is shown. */
  readonly isOutside?: boolean;
  /** The values of filters that the asker may see. */
  readonly vocabulary?: Vocabulary;
  /** Called for each lead that a list shows, so that a share can be recorded. */
  readonly onRow?: (row: Row) => void;
  /** Called for each time whose age is shown. */
  readonly onAge?: (since: Instant) => void;
}
