/** The options of one sandbox, with every default filled in. Times are milliseconds. Pure. */
export interface Settings {
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: { id: string; name: string; domain: string };
  /** `teams`: the organization's other workspaces. */
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
