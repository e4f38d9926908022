/** A command or press that one person of each kind has tried, so that the results can be seen side by side. */
export interface Comparison {
  /** Messages and views after this belong to the comparison. */
  since: string;
  /** By user id: the channel in which the person tried, and Slack's error, if there was one. */
  tries: Map<string, { channel: string | null; error: string | null }>;
  /** By user id: the notices since then. */
  notices: Map<string, string[]>;
  /** Ends the collecting of notices. */
  stop: () => void;
}
