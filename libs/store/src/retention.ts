/** What is forgotten, and when. Counters, keys of messages and the audit's skeleton stay; people's traces go. Errors: the driver's. */

export interface RetentionDays {
  /** Leads and events of bulks that are settled. Bulks and their counts stay a year. */
  readonly leads: number;
  /** What messages said, once they were sent. */
  readonly messages: number;
  /** Messages that could not be delivered, alerts and silences that have ended. */
  readonly deadMessages: number;
  readonly audit: number;
}

export const defaultRetention: RetentionDays = { leads: 35, messages: 14, deadMessages: 90, audit: 400 };

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
  readonly audit: number;
  readonly acts: number;
}
