/** One command or press that every kind of person tried, to be seen side by side. */
export interface Comparison {
  /** Later messages and views belong to it. */
  since: string;
  /** User id -> the channel in which the person tried, and Slack's error, if any. */
  tries: Map<string, { channel: string | null; error: string | null }>;
  /** User id -> notices since then. */
  notices: Map<string, string[]>;
  /** Stops collecting notices. */
  stop: () => void;
}
