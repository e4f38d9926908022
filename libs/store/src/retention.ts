/**
 * Which data is deleted, and when. Counters, keys of messages and the audit's skeleton stay; traces of people go. Errors: the
 * driver's.
 */

export interface RetentionDays {
  /** Leads and events of settled bulks. Bulks and their counts stay a year. */
  readonly leads: number;
  /** The contents of sent messages. */
  readonly messages: number;
  /** Undeliverable messages, and alerts and silences that have ended. */
  readonly deadMessages: number;
  readonly audit: number;
}

export const defaultRetention: RetentionDays = { leads: 35, messages: 14, deadMessages: 90, audit: 730 };

export interface Forgotten {
  readonly alerts: number;
  readonly summaries: number;
  readonly silences: number;
  readonly occurrences: number;
  readonly told: number;
  readonly leads: number;
  readonly events: number;
  readonly history: number;
  readonly outages: number;
  readonly setAside: number;
  readonly payloads: number;
  readonly messages: number;
  readonly bulks: number;
  /** Notes of where a person is in Slack. */
  readonly places: number;
  readonly audit: number;
  readonly acts: number;
  /** Words that too few leads carried. */
  readonly words: number;
}
