/**
 * The calls with which the service counts its own work. The calls do nothing without `HEALTH_PORT`
 * (`noMeters`). A label's values are from a short fixed list, and are never ids or names. This file
 * has only types and one constant.
 */
export interface Meters {
  /** A request to the DMS ended, with the head of an answer or without an answer. */
  dmsRequest(outcome: DmsOutcome, tookMs: number): void;
  /** The numbers of leads in an answer of the DMS, by how they were read. */
  leadsRead(counts: Readonly<Record<LeadsReadWay, number>>): void;
  /** A poll of the DMS ended; `outcome` is `ok` or the failure's kind. */
  poll(outcome: string, tookMs: number): void;
  /** A poll stored bulks for the first time. `agesMs`: the time from their creation in the DMS until now. */
  bulksSeen(agesMs: readonly number[]): void;
  /** A poll stored this many leads for the first time. */
  leadsSeen(count: number): void;
  /** A call to Slack's Web API. */
  slackCall(method: string, result: string, tookMs: number): void;
}

export type DmsOutcome = 'ok' | 'unauthorized' | 'rate_limited' | 'refused' | 'failed' | 'no_answer';

/**
 * `plain`: read from the bytes of the answer. `odd`: read in a slower way, because something about the lead is unusual.
 * `short`: read from a short answer, which was parsed as a whole.
 */
export type LeadsReadWay = 'plain' | 'odd' | 'short';

export const noMeters: Meters = {
  dmsRequest() {},
  leadsRead() {},
  poll() {},
  bulksSeen() {},
  leadsSeen() {},
  slackCall() {},
};
