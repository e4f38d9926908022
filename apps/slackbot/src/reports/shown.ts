/**
 * The context in which cards are made, apart from the answer itself. Data, apart from callbacks.
 */
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
  /** The query that the card answers. */
  readonly query: Q;
  /**
   * The period of the answer; null for a bulk. Its `spec` is its current name, such as `yesterday`.
   */
  readonly period: Period | null;
  readonly messages: Messages;
  readonly zone: Zone;
  readonly audience: Audience;
  /**
   * The leads to which the answer is limited, because its reader may see no others. Absent: all.
   */
  readonly scope?: Scope;
  /**
   * The present time, for the ages of leads. Absent in a message that stays, because an age would
   * soon be wrong there.
   */
  readonly now?: Instant;
  /** Whether people from other companies can read the channel in which the card is shown. */
  readonly isOutside?: boolean;
  /** The values of filters that the asker may see. */
  readonly vocabulary?: Vocabulary;
  /** Called for each lead that a list shows, so that a share can be recorded. */
  readonly onRow?: (row: Row) => void;
  /** Called with each instant whose age the card shows. */
  readonly onAge?: (since: Instant) => void;
}
