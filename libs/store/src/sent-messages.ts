/** How long messages took until Slack had them, for metrics. Types only. */
import type { Instant } from '@leadbell/domain';

export interface SentMessage {
  readonly kind: string;
  /** The milliseconds from writing the message until it was posted. */
  readonly tookMs: number;
  /** From the earliest time at which the DMS can have shown its news until it was posted; null for everything else. */
  readonly newsMs: number | null;
  /** The milliseconds from a digest's scheduled time until it was posted; null for other messages. */
  readonly lateMs: number | null;
}

export interface SentMessages {
  /** The posted messages, without updates of earlier posts. */
  readonly sent: readonly SentMessage[];
  /** Where the next call continues. */
  readonly upTo: Instant;
}
