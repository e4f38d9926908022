/** What `startSlackSandbox` takes, and the same with every default filled in. Times are milliseconds. */
import type { SlackSandbox } from './index.ts';
import type { ChannelSeed, UserSeed } from './seed.ts';

export interface LimitsOption {
  /** 1 is Slack's own pace; 10 allows ten times as much. */
  scale?: number;
}

export interface SandboxOptions {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  /** A Slack app manifest as JSON. Without it: every scope, every event, any command. */
  manifest?: unknown;
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  users?: readonly UserSeed[];
  channels?: readonly ChannelSeed[];
  team?: { id: string; name: string; domain: string };
  /** Milliseconds since 1970. */
  now?: () => number;
  /** `false` turns the rate limits off. */
  limits?: boolean | LimitsOption;
  /** See `Conditions`; holds whatever `limits` says. */
  isHistoryLimited?: boolean;
  isMetadataWithheld?: boolean;
  /** The app's messages from before the sandbox was started; they are in no ledger. */
  past?: readonly { readonly channel: string; readonly ts: string; readonly text: string }[];
  ackTimeoutMs?: number;
  /** Waits before the second, third and fourth delivery of an event. */
  eventRetryMs?: readonly number[];
  /** One address for commands, interactivity and events over signed HTTP; otherwise the manifest's addresses, otherwise Socket Mode. */
  deliverTo?: string;
  /**
   * Makes another workspace of the same Slack, in which the same app is installed: one app-level token, envelopes of both over the same connections,
   * and either address takes the calls of both, told apart by their bot token (which must differ). Each has its own page.
   */
  beside?: SlackSandbox;
  /** How many messages (and, apart, ledger entries) are kept. */
  keepMessages?: number;
  keepTraffic?: number;
}

export interface Settings {
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: { id: string; name: string; domain: string };
  appId: string;
  botId: string;
  botUserId: string;
  now: () => number;
  limitScale: number | null;
  ackTimeoutMs: number;
  eventRetryMs: readonly number[];
  keepMessages: number;
  keepTraffic: number;
}

export function readOptions(options: SandboxOptions): Settings {
  return {
    botToken: options.botToken ?? 'xoxb-sandbox-not-a-real-token',
    appToken: options.appToken ?? options.beside?.appToken ?? 'xapp-sandbox-not-a-real-token',
    signingSecret: options.signingSecret ?? 'sandbox-not-a-real-signing-secret',
    team: options.team ?? { id: 'T0SANDBOX', name: 'Sandbox Motors', domain: 'sandbox-motors' },
    appId: 'A0SANDBOX',
    botId: 'B0SANDBOX',
    botUserId: 'U0SANDBOXBOT',
    now: options.now ?? Date.now,
    limitScale: limitScale(options.limits),
    ackTimeoutMs: options.ackTimeoutMs ?? 3000,
    eventRetryMs: options.eventRetryMs ?? [0, 60_000, 300_000],
    keepMessages: options.keepMessages ?? 5000,
    keepTraffic: options.keepTraffic ?? 500,
  };
}

function limitScale(limits: SandboxOptions['limits']): number | null {
  if (limits === false) return null;
  return typeof limits === 'object' ? (limits.scale ?? 1) : 1;
}
