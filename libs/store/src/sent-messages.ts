/** How long messages took to be in Slack, for metrics. Types only. */
import type { Instant } from '@leadbell/domain';

export interface SentMessage {
  readonly kind: string;
  /** From its writing until it was posted, in milliseconds. */
  readonly tookMs: number;
  /** From the earliest time at which the DMS can have shown its news until it was posted; null for everything else. */
  readonly newsMs: number | null;
  /** From the scheduled time of a digest until it was posted; null for everything else. */
  readonly lateMs: number | null;
}

export interface SentMessages {
  /** Updates of earlier posts are left out. */
  readonly sent: readonly SentMessage[];
  /** Where the next call continues. */
  readonly upTo: Instant;
}
