/** A command or press that one person of each kind has tried, so that the results can be seen side by side. */
export interface Comparison {
  /** Messages with a later `ts` belong to the comparison. */
  since: string;
  /** By user id: the channel in which the person tried, and Slack's error, if there was one. */
  tries: Map<string, { channel: string | null; error: string | null }>;
  /** By user id: the notices since the comparison began. */
  notices: Map<string, string[]>;
  /** Stops collecting notices. */
  stop: () => void;
}
