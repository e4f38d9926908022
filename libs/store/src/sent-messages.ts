/** How long messages took from when they were written until Slack had them, for metrics. Types only. */
import type { Instant } from '@leadbell/domain';

export interface SentMessage {
  readonly kind: string;
  /** The milliseconds from writing the message until it was posted. */
  readonly tookMs: number;
  /**
   * For a message about a change in the DMS: the milliseconds from the earliest time at which the DMS can have shown
   * the change until the message was posted. Null for other messages, and if that time is unknown.
   */
  readonly newsMs: number | null;
  /** The milliseconds from a digest's scheduled time until it was posted; null for other messages. */
  readonly lateMs: number | null;
}

export interface SentMessages {
  /** The posted messages, without updates of earlier posts. */
  readonly sent: readonly SentMessage[];
  /** The position from which the next call continues. */
  readonly upTo: Instant;
}
