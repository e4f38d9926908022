/** The options of one sandbox, with every default filled in. Times are milliseconds. Pure. */
export interface Settings {
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: { id: string; name: string; domain: string };
  /** `teams`: the other workspaces of the organization. */
  enterprise: { id: string; name: string; teams: readonly string[] } | null;
  appId: string;
  botId: string;
  botUserId: string;
  now: () => number;
  limitScale: number | null;
  ackTimeoutMs: number;
  triggerLifeMs: number;
  eventRetryMs: readonly number[];
  keepMessages: number;
  keepTraffic: number;
}
